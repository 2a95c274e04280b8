"""From a body, which fits the schema, to what the ORM takes."""

from collections import defaultdict
from itertools import islice

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.validation.json_schema import MAX_ERRORS

from .field_types import TYPES


def values(model, objects, many=False):
    """
    :param model: recordset of the model, as the exec user
    :param objects: list of dicts of JSON
    :param bool many: whether the body is a list, whose places errors name
    :return: list of dicts for ``create()`` and ``write()``
    :raise RequestValidationError: a value cannot be, or a record is not there
    """
    detail, made, wanted = [], [], defaultdict(list)
    for index, each in enumerate(objects):
        loc = ["body", index] if many else ["body"]
        vals = {}
        for name, value in each.items():
            field = model._fields[name]
            try:
                vals[name] = _take(field, value)
            except ValueError as exc:
                detail.append({"loc": [*loc, name], "msg": str(exc), "type": "format"})
            if field.relational and value:
                ids = value if isinstance(value, list) else [value]
                wanted[field.comodel_name].append(([*loc, name], ids))
        made.append(vals)
    detail += islice(_missing(model.env, wanted), MAX_ERRORS + 1)
    if detail:
        raise RequestValidationError(detail[:MAX_ERRORS], len(detail) > MAX_ERRORS)
    return made


def _take(field, value):
    return False if value is None else TYPES[field.type].take(value)


def _missing(env, wanted):
    """Yield an error for each relation to what the exec user does not see."""
    for comodel, places in wanted.items():
        ids = sorted({id_ for _loc, each in places for id_ in each})
        model = env[comodel].with_context(active_test=False)
        seen = set(model.search([("id", "in", ids)])._ids)
        for loc, each in places:
            for id_ in sorted(set(each) - seen):
                yield {"loc": loc, "msg": f"there is no record {id_}", "type": "exists"}
