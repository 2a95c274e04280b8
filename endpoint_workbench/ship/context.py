"""What the records of one export share."""

from collections.abc import Iterable, Sequence
from typing import Any

from odoo import models
from odoo.api import Environment
from odoo.fields import Field

from .dependencies import Dependencies
from .external_ids import ExternalIds
from .names import slug, unique


class Context:
    """
    :param module: technical name of the exported addon
    """

    def __init__(self, env: Environment, module: str) -> None:
        modules: set[str] = set()
        self.module = module
        self.external_ids = ExternalIds(env, modules, module)
        self.dependencies = Dependencies(modules)
        #: path in the addon -> text
        self.files: dict[str, str] = {}
        #: record that leaves with an endpoint -> (its external id, fields with secrets)
        self.companions: dict[models.BaseModel, tuple[str, Sequence[str]]] = {}
        self._blanks: dict[tuple[str, int], models.BaseModel] = {}

    def companion_id(self, record: models.BaseModel, secrets: Sequence[str]) -> str:
        """:return: the external id of a record that leaves with an endpoint"""
        if record not in self.companions:
            [plain] = unique([record.display_name], slug(record._name))
            known = {name for name, _secrets in self.companions.values()}
            numbered = (f"{plain}_{number}" for number in range(2, len(known) + 3))
            name = next(name for name in (plain, *numbered) if name not in known)
            self.companions[record] = name, secrets
        return self.companions[record][0]

    def changed_fields(
        self, record: models.BaseModel, fields: Iterable[Field]
    ) -> list[Field]:
        """:return: the required fields, and those that a new record would not have"""
        fields = list(fields)
        blank = self._blank(record, fields)
        typed = [field for field in fields if not field.compute]
        changed = [f for f in typed if f.required or _differ(f, record, blank)]
        values = {field.name: _raw(field, record) for field in changed}
        computed = blank.new({**_values(typed, blank), **values})
        changed += [f for f in fields if f.compute and _differ(f, record, computed)]
        return [field for field in fields if field in changed]

    def _blank(self, record, fields):
        """A default may be the user who creates the record: here its own creator, and
        the superuser once the addon is installed.
        """
        user = record.create_uid.id or record.env.uid
        key = (record._name, user)
        if key not in self._blanks:
            model = record.env[record._name].with_env(record.env(user=user, su=True))
            values = {f.name: f.default(model) for f in fields if f.default}
            self._blanks[key] = model.new(values)
        return self._blanks[key]


def _differ(field: Field, record: models.BaseModel, other: models.BaseModel) -> bool:
    return _raw(field, record) != _raw(field, other)


def _values(fields, record):
    return {field.name: _raw(field, record) for field in fields}


def _raw(field: Field, record: models.BaseModel) -> Any:
    """:return: the value as ``create`` takes it; nothing is False"""
    record = record.sudo().with_context(active_test=False)
    value = record[field.name]
    if field.type == "many2one":
        return value.id
    return value._origin.ids if field.relational else value or False
