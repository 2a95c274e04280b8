"""Turns errors of pure code into messages for an admin."""

from collections.abc import Iterator
from contextlib import contextmanager

from odoo.exceptions import UserError


@contextmanager
def value_error_as_user_error(message: str, name: str) -> Iterator[None]:
    """Convert a ValueError raised in the block to a UserError::

        template = self.env._("“%(name)s”: the schema cannot be used: %(error)s")
        with value_error_as_user_error(template, record.name):
            check(record.schema)

    :param message: translated, with the placeholders ``%(name)s`` and ``%(error)s``
    :param name: of the record
    :raise UserError:
    """
    try:
        yield
    except ValueError as exc:
        raise UserError(message % {"name": name, "error": exc}) from exc
