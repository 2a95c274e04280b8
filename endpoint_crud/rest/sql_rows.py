"""Records as JSON text, written by PostgreSQL from the ORM's own query: one row of the
result for each record.

What PostgreSQL cannot write is a hole in the text: a JSON string that begins with NUL,
which no value of PostgreSQL can contain. :meth:`SqlRows.fill` replaces the holes.
"""

from collections.abc import Iterable, Mapping, Sequence

from odoo.models import BaseModel
from odoo.tools import SQL, Query


class SqlRows:
    """How to write the records of a model with PostgreSQL.

    :param model: recordset of the model, as the exec user, with the context of the
        request
    :param fields: names of the members, without ``id``
    :param expand: relation -> names of the fields of its records
    :param base: path of the collection, for the URLs of files
    """

    @classmethod
    def can_write(cls, model: BaseModel, fields: Iterable[str]) -> bool:
        """:return: whether PostgreSQL can write at least one of the fields, and the model
        does not override how Odoo fetches them
        """

    def __init__(
        self,
        model: BaseModel,
        fields: Sequence[str],
        expand: Mapping[str, tuple[str, ...]],
        base: str,
    ) -> None: ...

    def lines(self, query: Query) -> SQL:
        """
        :param query: of ``model._search(domain, offset, limit, order)``, not empty
            (``query.is_empty()``); this method adds joins to it
        :return: statement with the columns ``id`` (integer) and ``line`` (text: a JSON
            object, maybe with holes), a row for each record, in the order of the query.
            Execute it with ``env.execute_query``, or flush with ``env.flush_query``
            before you open a cursor for it.
        :raise AccessError: the user may not read one of the fields
        """

    def columns(self, query: Query) -> SQL:
        """Like :meth:`lines`, with a column for each member instead of ``line``.

        :return: statement with the columns ``id``, then one text column for each field in
            order: what the JSON would have, without quotes; NULL for null. A many2one
            has two columns: ``<name>`` (the id) and ``<name>.display_name``. What
            PostgreSQL cannot write is a hole: a text that begins with U+001F; pass the
            rows to :meth:`fill_columns`.
        """

    def fill(self, ids: Sequence[int], lines: Sequence[str]) -> list[str]:
        """
        :param ids: of a page or a batch of the records of :meth:`lines`
        :param lines: their texts
        :return: the texts without holes. This asks the ORM for the missing values of all
            these records at once. In an export, call ``env.invalidate_all(flush=False)``
            after each batch.
        """

    @property
    def has_holes(self) -> bool:
        """Whether :meth:`fill` may have something to do."""
