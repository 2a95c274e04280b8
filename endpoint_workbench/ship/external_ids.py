"""External ids that exist in every database with the same modules."""

import re
from functools import lru_cache

from odoo import models
from odoo.api import Environment
from odoo.modules.module import Manifest
from odoo.tools import file_open


class ExternalIds:
    """Finds the external ids of records, and remembers the modules that define them.

    :param modules: gets the names of these modules
    :param own: the exported addon, which cannot depend on itself
    """

    def __init__(self, env: Environment, modules: set[str], own: str) -> None:
        self._env = env(su=True)
        self._known = env.registry._init_modules - {own}
        self._modules = modules
        self._found: dict[tuple[str, int], str | None] = {}

    def of(self, record: models.BaseModel) -> str | None:
        """:return: the external id, or None if another database would not have it"""
        key = (record._name, record.id)
        if key not in self._found:
            self._found[key] = self._read(record)
        if xml_id := self._found[key]:
            self._modules.add(xml_id.partition(".")[0])
        return self._found[key]

    def _read(self, record):
        domain = [("model", "=", record._name), ("res_id", "=", record.id)]
        names = {
            (data.module, data.name)
            for data in self._env["ir.model.data"].search(domain)
            if data.module in self._known
            and "." not in data.name
            and not _is_demo(data.module, data.name)
        }
        if record._name == "ir.model":
            # Each module that extends a model has an external id for it.
            owner = self._env[record.sudo().model]._original_module
            names = {name for name in names if name[0] == owner}
        return ".".join(min(names)) if names else None


@lru_cache(maxsize=4096)
def _is_demo(module: str, name: str) -> bool:
    """:return: whether only a database with demo data has the record"""
    manifest = Manifest.for_addon(module)
    if manifest is None:
        return False
    return _defines(manifest, "demo", name) and not _defines(manifest, "data", name)


def _defines(manifest, key, name):
    xml_id = rf"({manifest.name}\.)?{re.escape(name)}"
    found = re.compile(rf"""(id=["']|^"?){xml_id}["',]""", re.M)
    for path in manifest[key]:
        with file_open(f"{manifest.name}/{path}") as file:
            if found.search(file.read()):
                return True
    return False
