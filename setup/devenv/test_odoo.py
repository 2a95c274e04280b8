"""The Odoo tests of the addons, in a fresh database with demo data."""

import re
import time

from . import browser, database, odoo_log, server, templates
from .result import Result
from .steps import SetupError, say, step


def every(env, optional=False):
    """Install all addons and run all their tests.

    :param optional: whether the absence of addons is no fault
    :return: Result
    """
    found = templates.all_addons()
    if not found:
        reason = "there are no addons"
        return Result("odoo", absent=reason if optional else "", skipped=[reason])
    return _run(env, "odoo", list(found), [f"/{name}" for name in found])


def some(env, tags):
    """Install the addons that the tags name and run those tests.

    :param tags: list of str, e.g. "/endpoint:TestX.test_y"
    :return: Result
    """
    found = templates.all_addons()
    modules = {name for tag in tags for name in addons_of(tag, found)}
    return _run(env, f"odoo {' '.join(tags)}", sorted(modules), tags)


def addons_of(tag, found):
    """The addons that a test tag is about: all where it names none.

    :return: list of names; empty when it names one that is not there
    """
    named = re.search(r"/(\w+)", tag)
    if not named:
        return list(found)
    return [named.group(1)] if named.group(1) in found else []


def _run(env, part, modules, tags):
    begin = time.monotonic()
    _find_browser()
    source = templates.core(env)
    db = templates.scratch_name("odoo")
    options = [
        *("--test-tags", ",".join(tags), "--stop-after-init", "--with-demo"),
        *("-i", ",".join(modules), "--max-cron-threads", "0"),
        *("--http-interface", "127.0.0.1", "--http-port", str(server.free_port())),
    ]
    try:
        with step(f"{part} tests") as notes:
            database.clone(env, source, db)
            code, log = database.run_odoo(env, db, options, templates.all_addons())
            notes.append(f"log in {log}")
    finally:
        database.drop(env, db)
    text = log.read_text()
    tests, failed = odoo_log.test_result(text)
    problems = odoo_log.alarms(text)
    if code and not failed:
        problems.append(f"Odoo ended with an error: {odoo_log.tail(log)}")
    for problem in problems:
        say(problem)
    seconds = time.monotonic() - begin
    skipped = odoo_log.skips(text)
    # Odoo counts a skipped test as one that ran.
    return Result(part, tests - len(skipped), failed, seconds, skipped, problems)


def _find_browser():
    """Have a browser on the PATH for Odoo's browser tests; they skip without one."""
    try:
        browser.find()
    except SetupError as error:
        say(f"no browser tests: {error}")
