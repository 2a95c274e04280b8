"""The pure code of the addons, importable without Odoo: each addon stands as a
package whose ``__init__`` is not run.
"""

import sys
import types
from pathlib import Path

_ROOT = Path(__file__).parents[2]

for _addon in (
    "endpoint",
    "endpoint_crud_openapi",
    "endpoint_openapi",
    "endpoint_route_handler",
):
    _package = types.ModuleType(_addon)
    _package.__path__ = [str(_ROOT / _addon)]
    sys.modules.setdefault(_addon, _package)
