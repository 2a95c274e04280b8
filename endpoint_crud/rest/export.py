"""All records of a list as CSV or JSON Lines, in batches."""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

from psycopg2.errors import QueryCanceled
from werkzeug.exceptions import RequestEntityTooLarge

from odoo.api import Environment
from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL

from . import csv_text, rows
from .json_text import dumps
from .query import Query
from .resource import Resource

_COUNT_MS = 100
_TOO_MANY = (
    "There are more than %s records. Filter them, or ask for fewer with “limit”."
)
# The first batch is small, so that the first record is sent soon.
_BATCHES = (100, 1000)


class Export:
    """
    :param model: recordset of the resource's model, as the exec user
    :param domain: of the records
    :param file_format: ``csv`` or ``ndjson``
    :param base: path of the collection, for the URLs of files
    """

    def __init__(
        self,
        resource: Resource,
        model: BaseModel,
        domain: Domain,
        query: Query,
        file_format: str,
        base: str,
    ) -> None:
        self._model, self._domain, self._query = model, domain, query
        self._base = base
        self._expand = {name: resource.expand[name] for name in query.expand}
        self._limit = query.limit or resource.export_limit
        self._csv = file_format == "csv" and csv_text.Writer(
            model, query.fields, self._expand, resource.guard_formulas
        )

    def check(self) -> None:
        """Refuse, while a status can be sent, what can be known soon.

        :raise AccessError: the user may not read the records or one of the fields
        :raise RequestEntityTooLarge: there are more records than the endpoint exports
        """
        for name in self._query.fields:
            self._model._check_field_access(self._model._fields[name], "read")
        query = self._search(self._model)
        if self._query.limit or query.is_empty():
            return
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
        :param env: like that of the model, with a cursor for the export alone
        :raise RequestEntityTooLarge: after the records that the endpoint exports
        """
        start = ""
        if self._csv:
            start = self._csv.header()
            if self._query.bom:
                start = csv_text.BOM + start
        number = 0
        for batch in self._batches(self._model.with_env(env)):
            number += len(batch)
            surplus = max(number - self._limit, 0)
            yield start + self._text(batch[: len(batch) - surplus])
            if surplus:
                raise self._too_many()
            start = ""
        if start:
            yield start

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

    def _batches(self, model):
        query = self._search(model)
        if query.is_empty():
            return
        cr = model.env.cr
        declare = SQL("DECLARE endpoint_export NO SCROLL CURSOR FOR %s", query.select())
        cr.execute(declare, log_exceptions=False)
        for size in chain(_BATCHES, repeat(_BATCHES[-1])):
            cr.execute(f"FETCH {size} FROM endpoint_export", log_exceptions=False)
            ids = [id_ for id_, *_rest in cr.fetchall()]
            records = model.browse(ids)
            records.fetch(self._query.fields)
            yield rows.make(records, self._query.fields, self._expand, self._base)
            model.env.invalidate_all(flush=False)
            if len(ids) < size:
                return

    def _text(self, batch):
        if self._csv:
            return self._csv.lines(batch)
        return "".join([dumps(row) + "\n" for row in batch])

    def _too_many(self):
        return RequestEntityTooLarge(_TOO_MANY % f"{self._limit:,}")
