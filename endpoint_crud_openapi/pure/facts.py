"""What is told of one REST resource: plain data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """
    :param str name:
    :param str type: Odoo's, such as ``many2one``
    :param str label: as a form has it
    :param str help: likewise, or empty
    :param bool always: whether every record has a value
    :param values: tuple of those that it may have; None where it is not limited to
        some that are known
    :param operators: tuple of those that a filter by it may use
    :param expand: tuple of :class:`Field` that ``?expand=`` adds to a relation
    """

    name: str
    type: str
    label: str
    help: str = ""
    always: bool = False
    values: tuple | None = None
    operators: tuple = ()
    expand: tuple = ()


@dataclass(frozen=True)
class Resource:
    """
    :param str name: of the endpoint
    :param routes: tuple of werkzeug routes of the collection
    :param str description: Markdown
    :param operations: tuple of ``list``, ``create``, ``read``, ``update``, ``delete``
    :param read: tuple of :class:`Field`
    :param filter: tuple of :class:`Field`
    :param sort: tuple of names
    :param order: tuple of (name, whether descending) where a caller does not say
    :param int page_size: records of a page where a caller does not say
    :param int max_page_size:
    :param bool count_total: whether lists say how many records there are
    :param bodies: dict of ``PATCH``, ``PUT`` and ``POST`` to the JSON Schema of one
        record in a body
    :param int max_created: the most records that are created at once
    :param bool has_etag: whether records have an ``ETag``
    """

    name: str
    routes: tuple
    read: tuple
    description: str = ""
    operations: tuple = ("list", "create", "read", "update", "delete")
    filter: tuple = ()
    sort: tuple = ()
    order: tuple = (("id", False),)
    page_size: int = 80
    max_page_size: int = 500
    count_total: bool = True
    bodies: dict | None = None
    max_created: int = 1000
    has_etag: bool = True
