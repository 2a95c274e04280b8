"""What settings cost an anonymous request that does nothing else."""

from typing import NamedTuple

from . import resources
from .client import Request

_HELLO = "/bench/unlimited"
# As deploy/nginx.conf sends them
_FORWARDED = (
    ("X-Forwarded-For", "192.0.2.7"),
    ("X-Forwarded-Host", "api.example.com"),
    ("X-Forwarded-Proto", "https"),
)


class Setting(NamedTuple):
    """
    :param server: "ours", "log", or a key of `options`
    :param base: title of the Setting that it is compared with
    """

    title: str
    server: str = "ours"
    request: Request = Request(_HELLO)
    base: str = "endpoint, none of the settings below"


def of(db):
    """:return: list of Setting"""
    named = Request(_HELLO, headers=(("X-Odoo-Database", db),))
    forwarded = Request(_HELLO, headers=_FORWARDED)
    by_key = Request("/bench/by_key/hello", headers=resources.AUTHORIZATION)
    stateless = Setting(
        "controller with ``save_session=False``",
        request=Request("/bench/controller/stateless"),
    )
    session = Request("/bench/controller/hello")
    return [
        Setting(Setting._field_defaults["base"]),
        Setting("``--db-filter``", "filter"),
        Setting("``--db-filter`` and the header ``X-Odoo-Database``", "filter", named),
        Setting("``--proxy-mode`` behind nginx", "proxy", forwarded),
        Setting("``--log-handler=werkzeug:WARNING``", "quiet"),
        Setting("``endpoint_log``", "log"),
        Setting("rate limit in PostgreSQL", request=Request("/bench/limited")),
        Setting("API key instead of no authentication", request=by_key),
        stateless,
        Setting("the same with a session", request=session, base=stateless.title),
    ]


def options(db):
    """:return: dict of the name of a server to its options for Odoo"""
    return {
        "filter": [f"--db-filter=^{db}$"],
        "proxy": ["--proxy-mode"],
        "quiet": ["--log-handler=werkzeug:WARNING"],
    }
