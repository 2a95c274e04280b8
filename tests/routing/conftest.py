"""Servers for the routing tests, and the duration of their loops.

By default, the tests take a few minutes in total. With ``ENDPOINT_SOAK=600`` in the
environment, each loop runs for 600 seconds.
"""

import contextlib
import os
import time
from pathlib import Path

import pytest
from devenv import addons, server, templates
from routing_support.shell import Shell

# Modules that the tests install; the template lacks them.
ADDONS = Path(__file__).parent / "addons"
SOAK = float(os.environ.get("ENDPOINT_SOAK") or 0)

collect_ignore = ["addons"]


def all_addons():
    return {**templates.all_addons(), **addons.find(ADDONS)}


@pytest.fixture(scope="session")
def found_addons():
    """All addons of the checkout, including those of this folder."""
    return all_addons()


@pytest.fixture
def rounds():
    """``rounds(n)`` yields the numbers from 0 to n - 1, and more in a soak."""

    def numbers(least):
        end = time.monotonic() + SOAK
        number = 0
        while number < least or time.monotonic() < end:
            yield number
            number += 1

    return numbers


@contextlib.contextmanager
def running(*args, **options):
    """A server that is killed at the end, because stopping workers takes seconds."""
    odoo = server.OdooServer(*args, **options).start()
    try:
        yield odoo
    finally:
        odoo.kill()


@pytest.fixture(scope="module")
def start(odoo_env, make_database, found_addons):
    """`start(db=None, env=odoo_env, **options)` starts a ``server.OdooServer``.

    All servers are killed at the end of the module.
    """
    with contextlib.ExitStack() as stack:

        def make(db=None, env=odoo_env, **options):
            options.update(addons=found_addons)
            return stack.enter_context(running(env, db or make_database(), **options))

        yield make


@pytest.fixture(scope="session")
def pair(odoo_env, make_database, found_addons):
    """Two servers on one database: one with two workers, one with threads."""
    db = make_database()
    with (
        running(odoo_env, db, addons=found_addons, workers=2) as first,
        running(odoo_env, db, addons=found_addons) as second,
    ):
        yield [first, second]


@pytest.fixture(scope="session")
def shell(pair, odoo_env, found_addons):
    """A :class:`Shell` on the database of the pair."""
    with Shell(odoo_env, pair[0].db, found_addons) as opened:
        yield opened


@pytest.fixture
def own_shell(pair, odoo_env, found_addons):
    """A :class:`Shell` on the database of the pair, for one test only."""
    with Shell(odoo_env, pair[0].db, found_addons) as opened:
        yield opened
