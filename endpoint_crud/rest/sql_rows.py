"""Records as JSON text, written by PostgreSQL from the ORM's own query: one row of the
result for each record.

Python completes what PostgreSQL cannot write. Such a member is ``"0-<index>":<id>``: no
field has such a name, and only a key is followed by a quote and a colon in JSON.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from odoo.models import BaseModel
from odoo.tools import SQL, Query

from . import rows, sql_values
from .field_types import TYPES
from .json_text import dumps

_HOLE = re.compile(r'"0-[0-9]+":(?:-?[0-9]+|null)')


class SqlRows:
    """How to write the records of a model with PostgreSQL.

    :param model: recordset of the model, as the exec user
    :param names: of the members, without ``id``
    :param expand: relation -> names of the fields of its records
    :param base: path of the collection, for the URLs of files
    """

    def __init__(
        self,
        model: BaseModel,
        names: Sequence[str],
        expand: Mapping[str, tuple[str, ...]],
        base: str,
    ) -> None:
        self.model, self.names = model, names
        self.expand, self.base = expand, base
        fields = [model._fields[name] for name in names]
        self.stored = {field.name for field in fields if sql_values.has_column(field)}
        relations = [field for field in fields if field.type == "many2one"]
        #: relations whose records PostgreSQL names
        self.joined = {
            field.name
            for field in relations
            if field.name in self.stored
            and field.name not in expand
            and sql_values.named_by_column(model.env[field.comodel_name])
        }
        #: name -> key of a member that Python completes
        self.holes = {
            name: f"0-{index}"
            for index, name in enumerate(names)
            if name not in self.stored
            or (model._fields[name].type == "many2one" and name not in self.joined)
        }
        self.numbers = [f.name for f in fields if f.type in ("float", "monetary")]

    @classmethod
    def can_write(cls, model: BaseModel, names: Iterable[str]) -> bool:
        """:return: whether PostgreSQL can write any of the members, and the model does
        not override how Odoo fetches them
        """
        made = type(model)
        return (
            # The columns of a view may have other types than the fields.
            made._auto
            and not made._table_query
            and made.search_fetch is BaseModel.search_fetch
            and made._fetch_query is BaseModel._fetch_query
            and any(sql_values.has_column(model._fields[name]) for name in names)
        )

    def search(self, *args, **options) -> list[tuple[int, str]]:
        """:return: id and line of the records that ``model._search`` finds"""
        query = self.model._search(*args, **options)
        if query.is_empty():
            self.model._determine_fields_to_fetch(self.names)  # checks the rights
            return []
        return self.model.env.execute_query(self.lines(query))

    def json(self, found: list[tuple[int, str]]) -> str:
        """:return: JSON of some of the rows of :meth:`search`: a list"""
        ids, lines = zip(*found, strict=True) if found else ((), ())
        return f"[{self.fill(ids, ','.join(lines))}]"

    def lines(self, query: Query) -> SQL:
        """
        :param query: of ``model._search``
        :return: statement with the columns ``id`` and ``line``, the text for
            :meth:`fill`, with a row for each record, in the order of the query
        :raise AccessError: the user may not read one of the fields
        """
        members = [SQL("id")]
        for name in self.names:
            key = SQL.identifier(self.holes.get(name, name))
            members.append(SQL("%s AS %s", self._value(name), key))
        # A column could be named like an alias without the quotes.
        return SQL(
            'SELECT id, row_to_json("0-row")::text AS line'
            ' FROM (SELECT %s FROM (%s) AS stored) AS "0-row"',
            SQL(", ").join(members),
            self._stored(query),
        )

    def columns(self, query: Query) -> SQL:
        """Like :meth:`lines`, with columns instead of JSON: the id, then the members.

        :return: statement with a text for each member, without the quotes of JSON. A
            relation of ``joined`` has two columns, its id and its display name. One of
            ``holes`` has the id for :meth:`values`.
        """
        columns = [SQL("id")]
        for name in self.names:
            value = self._value(name)
            if name in self.joined:
                columns += [SQL.identifier("stored", name)]
                columns += [self._related(name, SQL("named.display_name"))]
            elif name in self.holes:
                columns.append(value)
            else:
                columns.append(SQL("(%s)::text", value))
        stored = self._stored(query)
        return SQL("SELECT %s FROM (%s) AS stored", SQL(", ").join(columns), stored)

    def _value(self, name):
        column = SQL.identifier("stored", name)
        if name in self.joined:
            return self._related(name, SQL("named"))
        if name in self.holes:
            return column
        return sql_values.expression(self.model._fields[name], column)

    def _stored(self, query):
        """:return: statement with the stored values alone, which PostgreSQL also reads
        in the rows before the page
        """
        id_column = SQL.identifier(query.table, "id")
        columns = [SQL("%s AS id", id_column)]
        for name in self.names:
            column = id_column
            if name in self.stored:
                column = self.model._field_to_sql(query.table, name, query)
            columns.append(SQL("%s AS %s", column, SQL.identifier(name)))
        return query.select(*columns)

    def _related(self, name, shown):
        """:return: subquery for the id and the display name of a related record, which
        only looks up those of the page
        """
        # As superuser, see rows.related.
        related = self.model.env[self.model._fields[name].comodel_name].sudo()
        query = Query(related.env, related._table, related._table_sql)
        label = related._field_to_sql(related._table, related._rec_name, query)
        table = query.subselect(
            SQL.identifier(related._table, "id"),
            SQL("NULLIF(%s, '') AS display_name", label),
        )
        return SQL(
            "(SELECT %s FROM %s AS named WHERE named.id = %s)",
            shown,
            table,
            SQL.identifier("stored", name),
        )

    def fill(self, ids: Sequence[int], text: str) -> str:
        """
        :param ids: of a page or a batch of records
        :param text: their lines, joined by any separator
        :return: the text with the values that PostgreSQL could not write
        """
        for name in self.numbers:
            if f'"{name}":"' in text:
                text = re.sub(f'"{name}":"([^"]*)"', partial(_number, name), text)
        if not self.holes:
            return text
        related = {
            name: set(map(int, re.findall(f'"{key}":(-?[0-9]+)', text)))
            for name, key in self.holes.items()
            if name in self.stored
        }
        members, texts = {}, {}
        for name, values in self.values(ids, related).items():
            key = self.holes[name]
            dump = dumps if name in self.expand or name not in related else _dump_named
            if id(values) not in texts:  # relations to the same model share them
                texts[id(values)] = {id_: dump(each) for id_, each in values.items()}
            text_of = texts[id(values)]
            members[f'"{key}":null'] = f'"{name}":null'
            for id_ in related.get(name, values):
                members[f'"{key}":{id_}'] = f'"{name}":{text_of[id_]}'
        return _HOLE.sub(lambda match: members[match[0]], text)

    def values(
        self, ids: Sequence[int], related: Mapping[str, Iterable[int]]
    ) -> dict[str, dict[int, Any]]:
        """
        :param ids: of a page or a batch of records
        :param related: relation of ``holes`` that is ``stored`` -> ids of its records
        :return: name of each hole -> id of a record or a related record -> JSON value;
            relations to the same model have the same dict
        """
        records = self.model.browse(ids)
        missing = [name for name in self.holes if name not in self.stored]
        if missing and records:
            # As in search_fetch: the search has already checked the rights.
            fields = self.model._determine_fields_to_fetch(missing)
            self.model._fetch_query(records._as_query(ordered=False), fields)
        shown = self._related_values(related)
        values = {}
        for name in self.holes:
            if name in related:
                values[name] = shown[self._shown_as(name)]
            else:
                column = rows.column(records, name, self.expand.get(name), self.base)
                values[name] = dict(zip(records._ids, column, strict=True))
        return values

    def _shown_as(self, name):
        return self.model._fields[name].comodel_name, self.expand.get(name)

    def _related_values(self, related):
        wanted = defaultdict(set)
        for name, ids in related.items():
            wanted[self._shown_as(name)].update(ids)
        return {
            (comodel, expand): rows.related(self.model.env[comodel].browse(ids), expand)
            for (comodel, expand), ids in wanted.items()
        }


def _dump_named(value):
    # Several times faster than to serialise an object.
    return f'{{"id":{value["id"]},"display_name":{dumps(value["display_name"])}}}'


def _number(name, match):
    return f'"{name}":{dumps(TYPES["float"].show(float(match[1])))}'
