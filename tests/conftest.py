"""Fixtures for tests over HTTP: PostgreSQL, Odoo with the addons, a browser."""

import contextlib
import itertools

import pytest

try:
    from devenv import browser, database, environment, postgres, server, templates
    from devenv.steps import SetupError
    from playwright.sync_api import sync_playwright
except ImportError as error:
    pytest.exit(
        f"start these tests with ./setup/test http, or ./setup/test FILE ({error})",
        returncode=4,
    )

# Only Odoo's own test runner can import these addons.
collect_ignore = ["addons"]


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL that runs until the end of the session."""
    with postgres.Cluster("test") as running:
        yield running


@pytest.fixture(scope="session")
def odoo_env(cluster):
    """An `environment.Env` with the database."""
    return environment.prepare().using(cluster)


@pytest.fixture(scope="session")
def template_db(odoo_env):
    """The name of a database with all addons and demo data. Clone it, do not use it."""
    return templates.full(odoo_env)


@pytest.fixture(scope="session")
def make_database(odoo_env, template_db):
    """A factory of databases: clones of the template, dropped at the end.

    `make_database()` returns its name.
    """
    made = []
    numbers = itertools.count(1)

    def make():
        made.append(templates.scratch_name(f"http_{next(numbers)}"))
        database.clone(odoo_env, template_db, made[-1])
        return made[-1]

    yield make
    for name in made:
        database.drop(odoo_env, name)


@pytest.fixture(scope="session")
def make_server(odoo_env, make_database):
    """A factory of servers, all stopped at the end of the session.

    `make_server(db=None, workers=0, port=None, args=())` returns a started
    `server.OdooServer`; without `db` on a new database.
    """
    with contextlib.ExitStack() as stack:

        def make(db=None, **options):
            found = templates.all_addons()
            name = db or make_database()
            odoo = server.OdooServer(odoo_env, name, addons=found, **options)
            return stack.enter_context(odoo)

        yield make


@pytest.fixture(scope="session", name="server")
def shared_server(make_server):
    """A server with two workers, shared by all tests."""
    return make_server(workers=2)


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium; the test is skipped if there is none."""
    try:
        return browser.find()
    except SetupError as error:
        pytest.skip(f"no browser: {error.cause}")


@pytest.fixture
def browser_page(chromium):
    """A page in a new browser. An error on its console fails the test.

    A test that expects errors removes them from `browser_page.console_errors`.
    """
    errors = []
    with sync_playwright() as playwright:
        with browser.context(playwright, chromium) as context:
            page = context.new_page()
            page.console_errors = errors
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda message: _note(message, errors))
            yield page
    assert errors == []


def _note(message, errors):
    if message.type == "error":
        errors.append(f"{message.text} ({message.location.get('url')})")
