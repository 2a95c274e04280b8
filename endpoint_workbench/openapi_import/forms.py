"""Examples of forms."""

import json
from typing import Any
from urllib.parse import urlencode

from odoo.addons.endpoint.pure import media_type as media_types

_BOUNDARY = "example-boundary"


def write(value: dict[str, Any], media_type: str) -> str:
    fields = {n: v if isinstance(v, str) else json.dumps(v) for n, v in value.items()}
    if media_type == media_types.FORMS[0]:
        return urlencode(fields)
    lines = []
    for name, text in fields.items():
        quoted = name.replace('"', "%22").replace("\r", " ").replace("\n", " ")
        lines += [f"--{_BOUNDARY}", f'Content-Disposition: form-data; name="{quoted}"']
        lines += ["", text]
    return "\r\n".join([*lines, f"--{_BOUNDARY}--", ""])


def header(media_type: str) -> str:
    """:return: the ``Content-Type`` of an example"""
    form = media_types.FORMS[1]
    return f"{form}; boundary={_BOUNDARY}" if media_type == form else media_type
