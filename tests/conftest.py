"""Fixtures for tests over HTTP: PostgreSQL, Odoo with the addons, a browser."""

import contextlib

import pytest

try:
    from devenv import (
        browser,
        database,
        environment,
        paths,
        postgres,
        server,
        templates,
    )
    from devenv.steps import SetupError
    from playwright.sync_api import sync_playwright
except ImportError as error:
    pytest.exit(
        f"start these tests with ./setup/test http, or ./setup/test FILE ({error})",
        returncode=4,
    )

# Only Odoo's own test runner can import these addons.
collect_ignore = ["addons"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of the page of a failed test beside the log files."""
    report = yield
    page = item.funcargs.get("browser_page")
    if report.when == "call" and report.failed and page:
        name = paths.data_dir("screenshots") / f"{item.name}.png"
        page.screenshot(path=name, full_page=True)
        report.sections.append(("Picture of the page", str(name)))
    return report


def pytest_configure(config):
    text = "alone: measures time, so setup/test runs nothing else meanwhile"
    config.addinivalue_line("markers", text)


@pytest.fixture(scope="session")
def cluster():
    """The PostgreSQL of the tests."""
    with postgres.Cluster("test") as running:
        yield running


@pytest.fixture(scope="session")
def odoo_env(cluster):
    """An `environment.Env` with that database server."""
    return environment.prepare().using(cluster)


@pytest.fixture(scope="session")
def template_db(odoo_env):
    """The name of a database with all addons and demo data, to be cloned only."""
    return templates.full(odoo_env)


@pytest.fixture(scope="session")
def make_database(odoo_env, template_db):
    """`make_database()` clones the template and returns the name of the clone.

    The clones are dropped at the end of the session.
    """
    names = []

    def make():
        names.append(templates.scratch_name(f"http_{len(names)}"))
        database.clone(odoo_env, template_db, names[-1])
        return names[-1]

    yield make
    for name in names:
        database.drop(odoo_env, name)


@pytest.fixture(scope="session")
def make_server(odoo_env, make_database):
    """`make_server(db=None, workers=0, port=0, args=())` starts an Odoo.

    It returns a `server.OdooServer`, on a new database unless `db` names one.
    All servers are killed at the end of the session.
    """
    with contextlib.ExitStack() as stack:

        def make(db=None, **options):
            options["addons"] = templates.all_addons()
            odoo = server.OdooServer(odoo_env, db or make_database(), **options)
            stack.callback(odoo.kill)  # stopping workers gracefully takes seconds
            return odoo.start()

        yield make


@pytest.fixture(scope="session", name="server")
def shared_server(make_server):
    """A server with two workers, shared by all tests."""
    return make_server(workers=2)


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium; without one, the test is skipped."""
    try:
        return browser.find()
    except SetupError as error:
        pytest.skip(f"no browser: {error.cause}")


@pytest.fixture
def browser_page(chromium):
    """A page in a new browser. Errors in its console fail the test.

    A test that expects errors removes them from `browser_page.console_errors`.
    `browser_page.open_calls` holds the calls of models that are not answered yet.
    """
    errors = []
    with sync_playwright() as playwright:
        with browser.context(playwright, chromium) as context:
            page = context.new_page()
            page.console_errors = errors
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda message: _note(message, errors))
            page.open_calls = _open_calls(page)
            yield page
    assert errors == []


def _note(message, errors):
    # Of a field whose widget is in no installed addon, Odoo only warns.
    if message.type == "error" or message.text.startswith("Missing widget"):
        errors.append(f"{message.text} ({message.location.get('url')})")


def _open_calls(page):
    requests = set()

    def begin(request):
        if "/web/dataset/" in request.url:
            requests.add(request)

    page.on("request", begin)
    for event in ("requestfinished", "requestfailed"):
        page.on(event, lambda request: requests.discard(request))  # not a builtin
    return requests
