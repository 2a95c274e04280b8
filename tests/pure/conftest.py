"""Makes the pure code of the addons importable without Odoo: each addon is a package
whose ``__init__`` is not run, also as ``odoo.addons.<addon>``.
"""

import sys
import types
from pathlib import Path

_ROOT = Path(__file__).parents[2]

for _name in ("odoo", "odoo.addons"):
    sys.modules.setdefault(_name, types.ModuleType(_name)).__path__ = []

for _addon in (
    "endpoint",
    "endpoint_openapi",
    "endpoint_route_handler",
):
    _package = types.ModuleType(_addon)
    _package.__path__ = [str(_ROOT / _addon)]
    sys.modules.setdefault(_addon, _package)
    sys.modules.setdefault(f"odoo.addons.{_addon}", _package)
