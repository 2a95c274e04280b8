"""Records that leave with an endpoint, such as the issuers of its tokens."""

from collections.abc import Sequence

from odoo import models

from . import xml_text
from .context import Context
from .values import Values, exported_fields
from .xml_text import Node


class CompanionValues(Values):
    """The record is archived until somebody completes it.

    :param secrets: names of the fields that stay
    """

    def __init__(
        self,
        context: Context,
        record: models.BaseModel,
        xml_id: str,
        secrets: Sequence[str],
    ) -> None:
        super().__init__(context, record, xml_id)
        self.secrets = secrets

    def _describe(self):
        return {"uses": {}, "domains": {}, "records": {}}

    def nodes(self) -> list[Node]:
        fields = exported_fields(self.record)
        self._add_fields(field for field in fields if field.name not in self.secrets)
        for name in self.secrets:
            reason = self.record.env._("a secret, which never leaves")
            self._left_out(self.record._fields[name], reason)
        is_complete = self.record.active and not (self.secrets or self.is_restricted)
        if not is_complete:
            self._nodes.append(Node("active", None, (("eval", "False"),)))
        return self._nodes


def texts(context: Context, notes: list[str]) -> list[str]:
    """
    :param context: knows the records that the endpoints refer to
    :param notes: gets what stays here
    """
    found = []
    for record, (xml_id, secrets) in context.companions.items():
        context.dependencies.add_model(record)
        values = CompanionValues(context, record, xml_id, secrets)
        found.append(xml_text.record(xml_id, record._name, values.nodes()))
        notes += [f"{record.display_name}: {note}" for note in values.notes]
    return found
