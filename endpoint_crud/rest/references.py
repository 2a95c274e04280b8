"""The records that a body names, by id or by key: one search for each relation's model,
each key and each kind of lines, however many the body names.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from odoo.api import Environment
from odoo.fields import Domain, Field
from odoo.models import BaseModel

Loc = tuple[str | int, ...]


class _Place(NamedTuple):
    """Where a body names a record: ``container[position]`` takes its id."""

    loc: Loc
    value: Any
    container: Any
    position: Any


class References:
    """
    :param env: of the exec user, who only finds what the record rules show
    """

    def __init__(self, env: Environment) -> None:
        self.env = env
        self._ids = defaultdict(list)  # model -> places
        self._keys = defaultdict(list)  # (model, name of the key) -> places
        self._lines = defaultdict(list)  # (relation, active_test) -> [(loc, id, owner)]

    def add(self, model: str, loc: Loc, container: Any, position: Any) -> None:
        """
        :param container: list or dict with the id or ``{key: value}`` at ``position``;
            :meth:`errors` replaces it with the id
        """
        value = container[position]
        if isinstance(value, dict):
            [(key, value)] = value.items()
            is_text = self.env[model]._fields[key].type != "integer"
            place = _Place(loc, value if is_text else int(value), container, position)
            self._keys[model, key].append(place)
        else:
            container[position] = int(value)  # JSON Schema accepts 5.0
            self._ids[model].append((loc, int(value)))

    def add_line(
        self, field: Field, loc: Loc, id_: int, owner: BaseModel | None, archived: bool
    ) -> None:
        """
        :param field: the one2many relation
        :param owner: the record whose line it must be; None has no lines
        :param archived: whether the line may be archived
        """
        context = field.context or {}
        active_test = context.get("active_test", not archived)
        self._lines[field, active_test].append((loc, id_, owner))

    def errors(self) -> Iterator[dict[str, Any]]:
        """Search, and yield an error for each name that does not mean one record."""
        for model, places in self._ids.items():
            yield from self._missing(model, places)
        for (model, key), places in self._keys.items():
            yield from self._not_one(self.env[model], key, places)
        for (field, active_test), places in self._lines.items():
            yield from self._foreign(field, active_test, places)

    def _missing(self, model, places):
        model = self.env[model].with_context(active_test=False)
        wanted = sorted({id_ for _loc, id_ in places})
        visible = set(model.search([("id", "in", wanted)])._ids)
        for loc, id_ in places:
            if id_ not in visible:
                yield _error(loc, f"record {id_} does not exist", "exists")

    def _not_one(self, model, key, places):
        """Keys name active records, so that an archived duplicate does no harm."""
        wanted = list({place.value for place in places})
        found = defaultdict(list)
        for value, *counted in model._read_group(
            [(key, "in", wanted)], [key], ["__count", "id:min"]
        ):
            found[value].append(counted)  # 0 and null are equal to Odoo
        for loc, value, container, position in places:
            count = sum(count for count, _id in found[value])
            if count == 1:
                container[position] = found[value][0][1]
                continue
            words = f"{count} records have" if count else "no record has"
            message = f"{words} the {key} “{str(value)[:100]}”"
            yield _error(loc, message, "ambiguous" if count else "exists")

    def _foreign(self, field, active_test, places):
        context = {**(field.context or {}), "active_test": active_test}
        model = self.env[field.comodel_name].with_context(**context)
        inverse = field.inverse_name
        domain = field.get_comodel_domain(self.env[field.model_name])
        domain &= Domain("id", "in", sorted({id_ for _loc, id_, _owner in places}))
        found = model.search_fetch(domain, [inverse])
        owners = {line.id: line[inverse].id for line in found}
        for loc, id_, owner in places:
            if not owner or owners.get(id_) != owner.id:
                yield _error(loc, f"{id_} is not a line of this record", "exists")


def _error(loc, message, kind):
    return {"loc": list(loc), "msg": message, "type": kind}
