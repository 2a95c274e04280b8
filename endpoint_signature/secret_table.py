"""The secrets of endpoints, in a table without a model: nothing reads it but the check
of a signature, as with Odoo's API keys (``res.users.apikeys``).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from odoo.sql_db import BaseCursor
from odoo.tools import SQL, sql

from . import cipher

_CREATE = """
CREATE TABLE IF NOT EXISTS endpoint_signature_secret (
    res_model varchar NOT NULL,
    res_id integer NOT NULL,
    slot varchar NOT NULL, -- “current” or “previous”
    value varchar NOT NULL,
    set_on timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'),
    PRIMARY KEY (res_model, res_id, slot)
)
"""
_STORE = """
INSERT INTO endpoint_signature_secret (res_model, res_id, slot, value)
     VALUES (%s, %s, %s, %s)
ON CONFLICT (res_model, res_id, slot)
  DO UPDATE SET value = excluded.value, set_on = DEFAULT
"""


class Stored(NamedTuple):
    """A secret as it is in the database."""

    value: str
    set_on: datetime


def create(cr: BaseCursor) -> None:
    cr.execute(SQL(_CREATE))


def drop(cr: BaseCursor) -> None:
    cr.execute(SQL("DROP TABLE IF EXISTS endpoint_signature_secret"))


def read(
    cr: BaseCursor, model: str, ids: Iterable[int]
) -> dict[int, dict[str, Stored]]:
    """:return: id -> slot -> secret, for those that have one"""
    found: dict[int, dict[str, Stored]] = {}
    cr.execute(
        SQL(
            "SELECT res_id, slot, value, set_on FROM endpoint_signature_secret "
            "WHERE res_model = %s AND res_id = ANY(%s)",
            *(model, list(ids)),
        )
    )
    for id_, slot, value, set_on in cr.fetchall():
        found.setdefault(id_, {})[slot] = Stored(value, set_on)
    return found


def store(cr: BaseCursor, model: str, id_: int, slot: str, secret: str) -> None:
    """
    :param secret: empty to delete it
    :raise ValueError: the key of the configuration file is malformed
    """
    if not secret:
        delete(cr, model, [id_], slot)
        return
    # A log line would contain the secret.
    values = (model, id_, slot, cipher.encrypt(secret))
    cr.execute(SQL(_STORE, *values), log_exceptions=False)


def keep_as_previous(cr: BaseCursor, model: str, id_: int) -> None:
    """Make the current secret the previous one."""
    delete(cr, model, [id_], "previous")
    cr.execute(
        SQL(
            "UPDATE endpoint_signature_secret SET slot = 'previous' "
            "WHERE res_model = %s AND res_id = %s AND slot = 'current'",
            *(model, id_),
        )
    )


def delete(cr: BaseCursor, model: str, ids: Iterable[int], slot: str = "") -> None:
    """:param slot: empty for both"""
    if not sql.table_exists(cr, "endpoint_signature_secret"):
        return  # Odoo deletes records after the uninstall hook, which drops the table
    cr.execute(
        SQL(
            "DELETE FROM endpoint_signature_secret "
            "WHERE res_model = %s AND res_id = ANY(%s) AND %s IN ('', slot)",
            *(model, list(ids), slot),
        )
    )


def encrypt_all(cr: BaseCursor) -> int:
    """Encrypt the secrets that were stored before the configuration file had a key.

    :return: number of secrets
    """
    cr.execute(
        SQL("SELECT res_model, res_id, slot, value FROM endpoint_signature_secret")
    )
    plain = [row for row in cr.fetchall() if not cipher.is_current(row[3])]
    for model, id_, slot, value in plain:
        store(cr, model, id_, slot, cipher.decrypt(value))
    return len(plain)
