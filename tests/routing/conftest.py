"""Servers for the tests of routing, and how long those go on.

Each loop of these tests is bounded: together they take a few minutes. With
``ENDPOINT_SOAK=600`` in the environment each loop goes on for 600 seconds.
"""

import contextlib
import os
import time
from pathlib import Path

import pytest
from devenv import addons, server, templates
from routing_support.shell import Shell

# Not installed in the template: modules that tests install, and their own Odoo's.
ADDONS = Path(__file__).parent / "addons"
SOAK = float(os.environ.get("ENDPOINT_SOAK") or 0)

collect_ignore = ["addons"]


def all_addons():
    return {**templates.all_addons(), **addons.find(ADDONS)}


@pytest.fixture(scope="session")
def found_addons():
    """All addons of the checkout, those of this folder included."""
    return all_addons()


@pytest.fixture
def rounds():
    """``rounds(n)`` yields 0, 1, …: n numbers, more in a soak."""

    def numbers(least):
        end = time.monotonic() + SOAK
        number = 0
        while number < least or time.monotonic() < end:
            yield number
            number += 1

    return numbers


@pytest.fixture(scope="module")
def start(odoo_env, make_database, found_addons):
    """A factory of servers, stopped at the end of the module.

    `start(db=None, env=odoo_env, **options)`: see ``server.OdooServer``.
    """
    with contextlib.ExitStack() as stack:

        def make(db=None, env=odoo_env, **options):
            odoo = server.OdooServer(
                env, db or make_database(), addons=found_addons, **options
            )
            return stack.enter_context(odoo)

        yield make


@pytest.fixture(scope="session")
def pair(odoo_env, make_database, found_addons):
    """Two servers on one database: one with two workers, one with threads."""
    db = make_database()
    first = server.OdooServer(odoo_env, db, addons=found_addons, workers=2)
    with first, server.OdooServer(odoo_env, db, addons=found_addons) as second:
        yield [first, second]


@pytest.fixture
def open_shell(odoo_env, found_addons):
    """A factory: `open_shell(db)` returns a :class:`Shell`, closed after the test."""
    with contextlib.ExitStack() as stack:
        yield lambda db: stack.enter_context(Shell(odoo_env, db, found_addons))
