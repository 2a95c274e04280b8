"""Filters such as ``pages__gte=100``, and groups of alternatives."""

from odoo.fields import Domain, Field
from odoo.models import BaseModel

from odoo.addons.endpoint.validation.query_values import split_list, unquote

from . import operators
from .field_types import TYPES
from .resource import Resource

#: parameter -> function that joins the Domains of its conditions
GROUPS = {"or": Domain.OR, "and": Domain.AND}
# With hundreds of conditions on relations, PostgreSQL would plan for minutes.
MAX_FILTERS = 30
MAX_DEPTH = 5
_LISTS = [o.name for o in operators.OPERATORS.values() if o.operand == "values"]


class FilterError(ValueError):
    """
    :param kind: ``type`` in the error's detail
    """

    def __init__(self, message: str, kind: str = "type") -> None:
        super().__init__(message)
        self.kind = kind


def filterable(model: BaseModel, resource: Resource) -> dict[str, Field]:
    """
    :return: name in a query -> field, with the fields of related records that callers
        may read (``author_id.name``) if the relation can be filtered
    """
    fields = {name: model._fields[name] for name in ("id", *resource.filter)}
    for relation, names in resource.expand.items():
        if relation in fields:
            comodel = model.env[fields[relation].comodel_name]
            for name in names:
                field = comodel._fields[name]
                if field._description_searchable and operators.for_type(field.type):
                    fields[f"{relation}.{name}"] = field
    return fields


class Filters:
    """The filters of one request, with a limit on their number."""

    def __init__(self, model: BaseModel, resource: Resource) -> None:
        self.fields = filterable(model, resource)
        self.count = 0

    def parameter(self, name: str, text: str) -> Domain:
        """
        :param name: such as ``pages``, ``pages__gte`` or ``or``
        :raise FilterError: the resource has no such filter, or the text is invalid
        """
        if name in self.fields:
            return self._condition(name, "eq", text)
        if name in GROUPS:
            return self._group(name, text)
        return self._condition(*name.rpartition("__")[::2], text)

    def _group(self, kind, text, depth=1):
        if depth > MAX_DEPTH:
            raise FilterError(f"nested more than {MAX_DEPTH} levels", "maxItems")
        if not (text.startswith("(") and text.endswith(")")):
            raise FilterError("write (field.operator.value,…)", "format")
        try:
            items = split_list(text[1:-1], nested=True)
        except ValueError as exc:
            raise FilterError(str(exc), "format") from exc
        return GROUPS[kind]([self._item(item, depth) for item in items])

    def _item(self, text, depth):
        for kind in GROUPS:
            if text.startswith(f"{kind}("):
                return self._group(kind, text.removeprefix(kind), depth + 1)
        field, _, rest = text.partition(".")
        operator, _, value = rest.partition(".")
        if operator not in operators.OPERATORS:
            field = f"{field}.{operator}"
            operator, _, value = value.partition(".")
        try:
            if operator not in _LISTS:
                value = unquote(value)
            elif value.startswith("(") and value.endswith(")"):
                value = value[1:-1]
            return self._condition(field, operator, value)
        except ValueError as exc:
            kind = getattr(exc, "kind", "format")
            raise FilterError(f"{text[:100]}: {exc}", kind) from None

    def _condition(self, name, operator, text):
        self.count += 1
        if self.count > MAX_FILTERS:
            raise FilterError(f"more than {MAX_FILTERS} filters", "maxItems")
        if name not in self.fields:
            raise FilterError("unknown parameter or filter", "additionalProperties")
        field_type = self.fields[name].type
        known = {each.name: each for each in operators.for_type(field_type)}
        if operator not in known:
            message = f"the operators of {name} are {', '.join(known)}"
            raise FilterError(message, "enum")
        read = TYPES[field_type].filter_read or TYPES[field_type].read
        relation, _, leaf = name.rpartition(".")
        try:
            condition = known[operator].condition(leaf, read, text)
        except ValueError as exc:
            raise FilterError(str(exc)) from exc
        return Domain(relation, "any", condition) if relation else condition
