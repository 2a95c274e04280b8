"""`setup/test`: Odoo's test runner and pytest."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from . import browser, database, environment, jobs, odoo_log, paths, postgres, templates
from .addons import Addons
from .steps import SetupError, say, step

PARTS = ("unit", "odoo", "http")
TESTS = paths.ROOT / "tests"
# Folders of tests over HTTP that run in separate processes, longest first. All other
# folders are one run, which begins before them.
HTTP_FOLDERS = ("workbench", "routing", "openapi", "compat")
# The marker of tests that measure time: nothing else runs at the same time.
ALONE = "alone"


def run() -> int:
    """Run the tests named on the command line: 0 if each job ran some and passed.

    :raise SetupError: a word names no tests, or Odoo cannot be set up
    """
    words, options = _parse(sys.argv[1:])
    by_name = templates.all_addons()
    tags, pytest = plan(words, by_name)
    env = environment.enter(sys.argv[0], sys.argv[1:])
    with postgres.Cluster("test") as cluster:
        env = env.using(cluster)
        templates.sweep(env)
        if tags and not pytest:
            return _odoo(env, tags, by_name)
        todo = [_pytest_job(env, *run, options) for run in pytest.items()]
        if tags:
            odoo = [env.python, paths.SETUP / "test", *tags]
            todo.insert(0, jobs.Job("odoo", odoo, {}))
        if len(todo) > 1:
            templates.full(env)  # otherwise, all jobs would wait for it
        return jobs.run(todo)


def _parse(arguments):
    """(words, options for pytest) of the command line."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(
        prog="setup/test",
        usage="%(prog)s [WHAT ...] [-- PYTEST OPTIONS]",
        description="Run the tests of this checkout on a real Odoo 19.",
    )
    text = (
        "unit, odoo, http, the name of an addon, an Odoo test tag"
        " (/endpoint:TestX.test_y) or a path for pytest; default: the first three"
    )
    parser.add_argument("what", nargs="*", metavar="WHAT", help=text)
    return parser.parse_args(arguments[:cut]).what or PARTS, arguments[cut + 1 :]


def plan(words: Sequence[str], by_name: Addons) -> tuple[list[str], dict[str, list]]:
    """The tags for Odoo's test runner, and the arguments of each run of pytest by name.

    :raise SetupError: a word names no tests
    """
    tags, files, pytest = [], [], {}
    for word in words:
        if word == "unit":
            pytest[word] = [TESTS / "pure"]
        elif word == "http":
            pytest |= _http()
        elif word == "odoo":
            tags += [f"/{name}" for name in by_name]
        elif word in by_name:
            tags.append(f"/{word}")
        elif Path(word.partition("::")[0]).exists():
            files.append(word)
        elif word[:1] in ("/", ":", ".") and _modules([word], by_name):
            tags.append(word)
        else:
            names = ", ".join([*PARTS, *by_name])
            hint = f"use {names}, a tag like /endpoint:TestX, or a file of tests"
            raise SetupError(f"{word!r} names no tests", hint)
    return tags, {**pytest, "files": files} if files else pytest


def _http():
    """The runs of pytest for all tests over HTTP."""
    ignored = [f"--ignore={TESTS / name}" for name in ("pure", *HTTP_FOLDERS)]
    runs = {"http": [TESTS, *ignored]}
    runs |= {name: [TESTS / name] for name in HTTP_FOLDERS}
    runs = {name: [*args, "-m", f"not {ALONE}"] for name, args in runs.items()}
    return {**runs, ALONE: [TESTS, ignored[0], "-m", ALONE]}


def _pytest_job(env, name, arguments, options):
    path = os.pathsep.join(map(str, (paths.SETUP, paths.ROOT)))
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    command = [env.python, "-m", "pytest", "--rootdir", paths.ROOT, "-qrs"]
    # Concurrent runs would overwrite each other's cache.
    command += ["-p", "no:cacheprovider", *arguments, *options]
    popen = {"cwd": paths.ROOT, "env": variables}
    return jobs.Job(name, command, popen, alone=name == ALONE)


def _modules(tags, by_name):
    """The addons that the tags name; all of them for a tag without an addon."""
    named = [re.findall(r"/(\w+)", tag) or list(by_name) for tag in tags]
    return sorted({name for names in named for name in names if name in by_name})


def _odoo(env, tags, by_name):
    """Run Odoo's tests on a new database. :return: exit code"""
    try:
        browser.find()
    except SetupError as error:
        say(f"Odoo's browser tests are skipped: {error}")
    core, db = templates.core(env), templates.scratch_name("odoo")
    options = ["--stop-after-init", "--with-demo", "--test-tags", ",".join(tags)]
    options += ["-i", ",".join(_modules(tags, by_name))]
    try:
        with step(f"Odoo tests {','.join(tags)}"):
            database.clone(env, core, db)
            code, log = database.run_odoo(env, db, options, by_name)
    finally:
        database.drop(env, db)
    good, *_ = odoo_log.report(code, log)
    return 0 if good else 1
