"""Valid JSON bodies as values for ``create()`` and ``write()``."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from odoo.api import Environment
from odoo.models import BaseModel

from odoo.addons.endpoint.exceptions import RequestValidationError
from odoo.addons.endpoint.pure import media_type
from odoo.addons.endpoint.validation.json_schema import MAX_ERRORS
from odoo.addons.endpoint_route_handler.exceptions import MediaTypeNotSupported

from . import images
from .field_types import TYPES

#: A PATCH changes the members that are present, with either of the names (RFC 7396).
PATCH_TYPES = (media_type.JSON, "application/merge-patch+json")


def check_media_type(sent: str, method: str) -> None:
    """
    :param sent: value of ``Content-Type``
    :raise MediaTypeNotSupported: not JSON, or another patch format (RFC 6902)
    """
    sent = media_type.essence(sent)
    if media_type.family(sent) != media_type.JSON or sent.endswith("/json-patch+json"):
        accept = ", ".join(PATCH_TYPES) if method == "PATCH" else media_type.JSON
        raise MediaTypeNotSupported(f"Send the body as {accept}.", accept, method)


def values(
    model: BaseModel, objects: list[dict[str, Any]], is_list: bool = False
) -> list[dict[str, Any]]:
    """
    :param model: recordset of the model, as the exec user
    :param objects: JSON objects that match the schema
    :param is_list: whether the body is a list, so that errors name the index
    :raise RequestValidationError: a value is out of range, or a related record does not
        exist for the exec user
    """
    detail, vals_list, related = [], [], defaultdict(list)
    for index, each in enumerate(objects):
        loc = ["body", index] if is_list else ["body"]
        vals = {}
        for name, value in each.items():
            field = model._fields[name]
            try:
                vals[name] = value is not None and TYPES[field.type].take(value)
                images.check(field, vals[name])
            except ValueError as exc:
                detail.append({"loc": [*loc, name], "msg": str(exc), "type": "format"})
            if field.relational and value:
                ids = value if isinstance(value, list) else [value]
                related[field.comodel_name].append(([*loc, name], ids))
        vals_list.append(vals)
    detail += islice(_missing(model.env, related), MAX_ERRORS + 1)
    if detail:
        raise RequestValidationError(detail[:MAX_ERRORS], len(detail) > MAX_ERRORS)
    return vals_list


def _missing(env: Environment, related: dict[str, list]) -> Iterator[dict[str, Any]]:
    """Yield an error for each related record that the exec user cannot see."""
    for comodel, places in related.items():
        wanted = sorted({id_ for _loc, ids in places for id_ in ids})
        model = env[comodel].with_context(active_test=False)
        visible = set(model.search([("id", "in", wanted)])._ids)
        for loc, ids in places:
            for id_ in sorted(set(ids) - visible):
                message = f"record {id_} does not exist"
                yield {"loc": loc, "msg": message, "type": "exists"}
