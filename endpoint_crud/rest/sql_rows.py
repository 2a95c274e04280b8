"""Records as JSON text, written by PostgreSQL from the ORM's own query: one row of the
result for each record.

Python completes what PostgreSQL cannot write. Such a member is ``"0-<index>":<id>``: no
field has such a name, and only a key is followed by a quote and a colon in JSON.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

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
        #: relations whose records are named by a join
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
            made.search_fetch is BaseModel.search_fetch
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
        :param query: of ``model._search``; gets joins for the names of relations
        :return: statement with the columns ``id`` and ``line``, the text for
            :meth:`fill`, with a row for each record, in the order of the query
        :raise AccessError: the user may not read one of the fields
        """
        self.model._determine_fields_to_fetch(self.names)  # checks the rights
        members = [SQL("id")]
        for name in self.names:
            key = SQL.identifier(self.holes.get(name, name))
            column = SQL.identifier(name)
            if name in self.stored - self.joined:
                column = sql_values.expression(self.model._fields[name], column)
            members.append(SQL("%s AS %s", column, key))
        return SQL(
            "SELECT id, row_to_json(record)::text AS line"
            " FROM (SELECT %s FROM (%s) AS stored) AS record",
            SQL(", ").join(members),
            self._stored(query),
        )

    def _stored(self, query):
        """:return: statement with the stored values alone, which PostgreSQL also reads in
        the rows before the page
        """
        id_column = SQL.identifier(query.table, "id")
        columns = [SQL("%s AS id", id_column)]
        for name in self.names:
            column = id_column
            if name in self.stored:
                column = self.model._field_to_sql(query.table, name, query)
            if name in self.joined:
                column = self._join_name(query, name, column)
            columns.append(SQL("%s AS %s", column, SQL.identifier(name)))
        return query.select(*columns)

    def _join_name(self, query, name, column):
        """:return: the row of the related record: its id and its display name"""
        # As superuser, see rows._related.
        related = self.model.env[self.model._fields[name].comodel_name].sudo()
        named = Query(related.env, related._table, related._table_sql)
        label = related._field_to_sql(related._table, related._rec_name, named)
        table = named.subselect(
            SQL.identifier(related._table, "id"),
            SQL("NULLIF(%s, '') AS display_name", label),
        )
        alias = query.make_alias(query.table, f"{name}__row")
        condition = SQL("%s = %s", SQL.identifier(alias, "id"), column)
        query.add_join("LEFT JOIN", alias, table, condition)
        return SQL.identifier(alias)

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
        members = dict(self._members(self.model.browse(ids), text))
        return _HOLE.sub(lambda match: members[match[0]], text)

    def _members(self, records, text):
        """Yield (what is in the text, the member to write instead)."""
        records.fetch([name for name in self.holes if name not in self.stored])
        for name, key in self.holes.items():
            expand = self.expand.get(name)
            if name in self.stored:
                yield f'"{key}":null', f'"{name}":null'
                ids = map(int, set(re.findall(f'"{key}":(-?[0-9]+)', text)))
                related = self.model.env[self.model._fields[name].comodel_name]
                values = rows.related(related.browse(ids), expand).items()
            else:
                column = rows.column(records, name, expand, self.base)
                values = zip(records._ids, column, strict=True)
            for id_, value in values:
                yield f'"{key}":{id_}', f'"{name}":{dumps(value)}'


def _number(name, match):
    return f'"{name}":{dumps(TYPES["float"].show(float(match[1])))}'
