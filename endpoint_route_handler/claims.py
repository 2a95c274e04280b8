"""Which record owns which (path, method): stored in the database, so that only one of
two concurrent transactions wins.
"""

from typing import NamedTuple

from odoo.tools import SQL

from . import tables


class Claim(NamedTuple):
    path: str
    method: str
    key: str


def take(cr, claims, keys):
    """Replace all claims of ``keys`` with ``claims``.

    If another open transaction holds one of them, this waits a few seconds for it to
    end.

    :param claims: iterable of :class:`Claim`
    :param keys: the keys whose claims are replaced
    :return: list of pairs (wanted claim, conflicting claim)
    :raise UserError: the table is missing or locked
    """
    tables.require(cr)
    with tables.bounded_wait(cr):
        return _replace(cr, claims, keys)


def _replace(cr, claims, keys):
    claims = sorted(set(claims))
    cr.execute(
        SQL(
            "DELETE FROM endpoint_route_claim WHERE key = ANY(%s) "
            "AND (path, method, key) NOT IN "
            "(SELECT * FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[]))",
            list(keys),
            [claim.path for claim in claims],
            [claim.method for claim in claims],
            [claim.key for claim in claims],
        )
    )
    if not claims:
        return []
    inserted = cr.execute_values(
        "INSERT INTO endpoint_route_claim (path, method, key) VALUES %s "
        "ON CONFLICT DO NOTHING RETURNING path, method, key",
        claims,
        page_size=1000,
        fetch=True,
    )
    holders = _holders(cr, claims)
    # Claims that another transaction released meanwhile are still visible here.
    holders.update({(path, method): key for path, method, key in inserted})
    return [
        (claim, Claim(claim.path, claim.method, holder))
        for claim in claims
        if (holder := holders[claim.path, claim.method]) != claim.key
    ]


def is_claimed(cr, path):
    """
    :param path: as :func:`.routing.grammar.shape` returns it
    :return: whether a record holds the path, with any method
    :raise UserError: the table is missing or locked
    """
    tables.require(cr)
    query = "SELECT EXISTS (SELECT FROM endpoint_route_claim WHERE path = %s)"
    cr.execute(SQL(query, path))
    return cr.fetchone()[0]


def drop_model(cr, model):
    """Release all claims of a model that is being removed."""
    if tables.exists(cr, "endpoint_route_claim"):
        cr.execute(
            SQL(
                "DELETE FROM endpoint_route_claim WHERE split_part(key, ':', 1) = %s",
                model,
            )
        )


def _holders(cr, claims):
    cr.execute(
        SQL(
            "SELECT path, method, key FROM endpoint_route_claim WHERE path = ANY(%s)",
            list({claim.path for claim in claims}),
        )
    )
    return {(path, method): key for path, method, key in cr.fetchall()}
