"""Images that Odoo can resize. It decodes an image while it saves the record, where a
broken one is a failure of the server.
"""

import base64
from typing import Any

from odoo.exceptions import UserError
from odoo.fields import Field, Image
from odoo.tools.image import ImageProcess


def check(field: Field, content: Any) -> None:
    """
    :param content: base64, if the field is a file
    :raise ValueError: the field is an image, and the content is none
    """
    if not isinstance(field, Image) or not content:
        return
    try:
        if image := ImageProcess(base64.b64decode(content)).image:
            image.load()
    except UserError as exc:  # too many pixels, or an unknown format
        raise ValueError(str(exc)) from exc
    except Exception as exc:  # Pillow raises anything, from struct.error to SyntaxError
        raise ValueError("this image is damaged or too large") from exc
