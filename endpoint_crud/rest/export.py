"""All records of a list as CSV or JSON Lines, in batches."""

from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

from psycopg2.errors import QueryCanceled
from werkzeug.exceptions import RequestEntityTooLarge

from odoo.api import Environment
from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL

from . import csv_text
from .json_text import dumps
from .query import Query
from .resource import Resource
from .sql_rows import SqlRows

_COUNT_MS = 100
_TOO_MANY = (
    "There are more than %s records. Filter them, or ask for fewer with “limit”."
)
# The first batch is small, so that the first record is sent soon.
_BATCHES = (100, 2000)


class Export:
    """
    :param model: recordset of the resource's model, as the exec user
    :param domain: of the records
    :param file_format: ``csv`` or ``ndjson``
    :param sql: writes the records; None if Odoo has to read them
    :param make_rows: converts records to JSON objects, as :func:`.rows.make`
    """

    def __init__(
        self,
        resource: Resource,
        model: BaseModel,
        domain: Domain,
        query: Query,
        file_format: str,
        sql: SqlRows | None,
        make_rows: Callable[[BaseModel], list[dict[str, Any]]],
    ) -> None:
        self._model, self._domain, self._query = model, domain, query
        self._sql, self._make_rows = sql, make_rows
        self._limit = query.limit or resource.export_limit
        expand = {name: resource.expand[name] for name in query.expand}
        self._csv = file_format == "csv" and csv_text.Writer(
            model, query.fields, expand, resource.guard_formulas
        )

    def check(self) -> None:
        """Refuse, while a status can be sent, what can be known soon.

        :raise AccessError: the user may not read the records or one of the fields
        :raise RequestEntityTooLarge: there are more records than the endpoint exports
        """
        self._model._determine_fields_to_fetch(self._query.fields)  # checks the rights
        for name in self._query.fields:
            field = self._model._fields[name]
            if field.type in ("one2many", "many2many") and not field.compute:
                # Odoo checks this only when it reads the first records.
                if not field.bypass_search_access:
                    self._model.env[field.comodel_name].check_access("read")
        if self._search(self._model).is_empty() or self._query.limit:
            return
        # PostgreSQL would sort the records before it counts them.
        query = self._model._search(self._domain, limit=self._limit + 1)
        cr = self._model.env.cr
        try:
            with cr.savepoint(flush=False):
                cr.execute(SQL("SET LOCAL statement_timeout = %s", _COUNT_MS))
                count = SQL("SELECT count(*) FROM (%s) t", query.select(SQL("1")))
                cr.execute(count, log_exceptions=False)
                [number] = cr.fetchone()
                cr.execute("SET LOCAL statement_timeout = DEFAULT")
        except QueryCanceled:
            return  # it would take long, so the last line will tell
        if number > self._limit:
            raise self._too_many()

    def chunks(self, env: Environment) -> Iterator[str]:
        """
        :param env: user and context of the model's; its cursor serves only the export
        :raise RequestEntityTooLarge: after the records that the endpoint exports
        """
        yield self._start()
        model = self._model.with_env(env)
        query = self._search(model)
        if query.is_empty():
            return
        statement, to_text = self._source(model, query)
        declare = SQL("DECLARE endpoint_export NO SCROLL CURSOR FOR %s", statement)
        env.cr.execute(declare, log_exceptions=False)
        left = self._limit
        for size in chain(_BATCHES, repeat(_BATCHES[-1])):
            fetch = SQL("FETCH %s FROM endpoint_export", size)
            env.cr.execute(fetch, log_exceptions=False)
            fetched = env.cr.fetchall()
            yield to_text(fetched[:left])
            left -= len(fetched)
            if left < 0:
                raise self._too_many()
            if len(fetched) < size:
                return
            env.invalidate_all(flush=False)

    def last_line(self, error: dict[str, Any]) -> str:
        """
        :param error: the error object
        :return: last line of an export that is not complete
        """
        if self._csv:
            return self._csv.message(f"Error: {error['message']}")
        return dumps({"error": error}) + "\n"

    def _search(self, model):
        """:return: Query; one more record indicates that there are too many"""
        return model._search(
            self._domain,
            limit=self._limit + (not self._query.limit),
            order=self._query.order_sql,
        )

    def _start(self):
        if not self._csv:
            return ""
        return (csv_text.BOM if self._query.bom else "") + self._csv.header()

    def _source(self, model, query):
        """:return: (statement, function that turns its rows into text)"""
        if self._sql is None:
            return query.select(), lambda rows: self._orm_text(model, rows)
        sql = SqlRows(model, self._sql.names, self._sql.expand, self._sql.base)
        if self._csv:
            return sql.columns(query), lambda rows: self._csv.of_sql(sql, rows)
        return sql.lines(query), lambda rows: _json_lines(sql, rows)

    def _orm_text(self, model, fetched):
        records = model.browse([id_ for id_, *_columns in fetched])
        records.fetch(self._query.fields)
        made = self._make_rows(records)
        if self._csv:
            return self._csv.of_rows(made)
        return "".join([dumps(row) + "\n" for row in made])

    def _too_many(self):
        return RequestEntityTooLarge(_TOO_MANY % f"{self._limit:,}")


def _json_lines(sql, fetched):
    if not fetched:
        return ""
    ids, lines = zip(*fetched, strict=True)
    return sql.fill(ids, "\n".join(lines)) + "\n"
