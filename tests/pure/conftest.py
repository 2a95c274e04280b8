"""Makes the pure code of the addons importable without Odoo.

Each addon is registered as ``<addon>`` and ``odoo.addons.<addon>`` without running its
``__init__``, which imports Odoo.
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
    "endpoint_route_handler.routing",
    "endpoint_workbench",
):
    _package = types.ModuleType(_addon)
    _package.__path__ = [str(_ROOT / _addon.replace(".", "/"))]
    sys.modules.setdefault(_addon, _package)
    sys.modules.setdefault(f"odoo.addons.{_addon}", _package)
