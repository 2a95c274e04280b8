"""The values of one endpoint as nodes of a data file."""

import json

from odoo import models
from odoo.fields import Field

from . import domains
from .context import Context
from .xml_text import Node, is_safe, text_node

_SKIPPED = {"active", "registry_sync"}
_TYPES = {
    *("char", "text", "selection", "boolean", "integer", "float", "date", "datetime"),
    *("many2one", "many2many", "json", "html"),
}
_EXTENSIONS = {"application/json": "json", "application/xml": "xsd"}
#: field -> (external id of what takes the place of records that cannot leave, comment).
#: It never gives anyone more rights. The comment is the same in an export of the
#: installed module.
_FALLBACKS = {
    "exec_as_user_id": (
        "base.public_user",
        "Runs as the Public user. Choose another user if it needs more rights.",
    ),
    "group_ids": (
        "base.group_system",
        "Administrators only. Choose other groups if others are to call it.",
    ),
}


def exported_fields(model: models.BaseModel) -> list[Field]:
    """:return: the fields that describe an endpoint, in the order of the model"""
    return [
        field
        for name, field in model._fields.items()
        if field.store
        and not (field.readonly or field.related)
        and (field.copy or name in ("route", "further_routes"))
        and field.type != "one2many"
        and name not in _SKIPPED
        and field._modules[:1] != ("endpoint_workbench",)
    ]


class Values:
    """Turns the values of one record into nodes.

    :param notes: gets a sentence for what cannot be carried over
    """

    def __init__(self, context: Context, record: models.BaseModel, xml_id: str) -> None:
        self.context, self.record, self.xml_id = context, record, xml_id
        self.notes: list[str] = []
        #: files of the addon that the nodes refer to
        self.paths: list[str] = []
        #: whether the endpoint runs as another user, or for others, than here
        self.is_restricted = False
        #: whether a required record cannot leave, and so neither can the endpoint
        self.is_lost = False
        self.description = self._describe()
        #: field of the endpoint -> model that it filters
        self.domains: dict[str, str] = self.description["domains"]
        self._nodes: list[Node] = []

    def _describe(self):
        return self.record._describe_models()

    def nodes(self) -> list[Node]:
        self._add_fields(exported_fields(self.record))
        return [*self._nodes, Node("registry_sync", None, (("eval", "True"),))]

    def _add_fields(self, fields):
        for field in self.context.changed_fields(self.record, fields):
            if node := self._node(field):
                self._nodes.append(node)

    def uses(self) -> dict[str, set[str]]:
        """:return: model -> paths of fields and names of methods, domains included"""
        uses = dict(self.description["uses"])
        for name, model in self.domains.items():
            found = domains.paths(self.record[name] or "")
            uses[model] = uses.get(model, set()) | found
        return uses

    def _node(self, field):
        if field.type not in _TYPES or not field._modules:
            return self._left_out(field, self.record.env._("it cannot be written"))
        node = getattr(self, f"_{field.type}", self._plain)(field)
        if node is not None:
            self.context.dependencies.add_field(self.record, field)
        return node

    def _left_out(self, field, reason):
        label = field._description_string(self.record.env)
        self.notes.append(f"{label}: {reason}")
        self._nodes.append(Node("", comment=f"{label}: {reason}"))

    def _plain(self, field):
        value = self.record[field.name]
        if field.type == "boolean" or not (value or field.type in ("integer", "float")):
            return Node(field.name, None, (("eval", str(bool(value))),))
        return Node(field.name, str(value))

    def _json(self, field):
        return Node(field.name, None, (("eval", ascii(self.record[field.name])),))

    def _char(self, field):
        if field.name in self.domains:
            return self._domain(field)
        if not self.record[field.name]:
            return self._plain(field)
        return text_node(field.name, self.record[field.name])

    _selection = _html = _char

    def _text(self, field):
        text = self.record[field.name]
        if not text or not is_safe(text) or "schema" not in field.name:
            return self._char(field)
        extension = _extension(self.record.request_content_type, text)
        path = f"data/{self.xml_id}_{field.name}.{extension}"
        self.context.files[path] = text
        self.paths.append(path)
        source = f"{self.context.module}/{path}"
        return Node(field.name, None, (("type", "char"), ("file", source)))

    def _domain(self, field):
        text = self.record[field.name] or ""
        model = self.record.env(su=True).get(self.domains[field.name])
        if model is None:
            return text_node(field.name, text)
        found = domains.portable(text, model, self.context.external_ids.of)
        if found.has_lost_ids:
            reason = self.record.env._(
                "it names records without an external id. No record matches until you "
                "write the domain"
            )
            self._left_out(field, reason)
            self.is_restricted = True
            return Node(field.name, "[(0, '=', 1)]")
        if not found.external_ids:
            return text_node(field.name, text)
        refs = "".join(f"ref({xml_id!r}), " for xml_id in found.external_ids)
        code = f"{ascii(found.text)} % ({refs.rstrip()})"
        return Node(field.name, None, (("eval", code),))

    def _many2one(self, field):
        value = self.record.sudo()[field.name]
        if not value:
            return self._plain(field)
        xml_id = self.context.external_ids.of(value)
        if field.name == "company_id" and not self._is_company_allowed(value):
            xml_id = None
        xml_id = xml_id or self._without_external_id(field, value)
        return xml_id and self._reference(field, "ref", xml_id, [xml_id])

    def _is_company_allowed(self, company):
        """The Public user, who takes the place of others, has few companies."""
        user = self.record.exec_as_user_id.sudo()
        if not user or self.context.external_ids.of(user):
            return True
        return company in self.record.env.ref("base.public_user").sudo().company_ids

    def _many2many(self, field):
        records = self.record.sudo().with_context(active_test=False)[field.name]
        found = {record: self._external_id(field, record) for record in records}
        lost = records.browse([record.id for record in records if not found[record]])
        xml_ids = sorted(filter(None, found.values()))
        fallback = lost and self._without_external_id(field, lost)
        xml_ids = xml_ids or [*filter(None, [fallback])]
        if not xml_ids:
            return None
        refs = ", ".join(f"ref({xml_id!r})" for xml_id in xml_ids)
        return self._reference(field, "eval", f"[Command.set([{refs}])]", xml_ids)

    def _external_id(self, field, record):
        xml_id = self.context.external_ids.of(record)
        companions = self.description["records"].get(field.name, {})
        if xml_id or record.id not in companions:
            return xml_id
        return self.context.companion_id(record, companions[record.id])

    def _reference(self, field, attribute, value, xml_ids):
        fallback, comment = _FALLBACKS.get(field.name, ("", ""))
        is_fallback = xml_ids == [fallback]
        return Node(
            field.name, None, ((attribute, value),), comment if is_fallback else ""
        )

    def _without_external_id(self, field, records):
        """:return: the external id that takes the place of the records, or None"""
        self.is_restricted = True
        label = field._description_string(self.record.env)
        names = ", ".join(records.mapped("display_name"))
        reason = self.record.env._("%s has no external id outside demo data", names)
        if field.name not in _FALLBACKS:
            self.is_lost |= bool(field.required)
            return self._left_out(field, reason)
        self.notes.append(f"{label}: {reason}")
        return _FALLBACKS[field.name][0]


def _extension(content_type, text):
    extension = _EXTENSIONS.get(content_type, "txt")
    if extension == "json":
        try:
            json.loads(text)
        except ValueError:
            return "yaml"
    return extension
