"""`setup/test`: pytest and Odoo's test runner, one after the other."""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import browser, database, environment, odoo_log, paths, postgres, templates
from .addons import Addons
from .server import free_port
from .steps import SetupError, kill_group, say, spawn, step

PARTS = ("unit", "odoo", "http")
STOP_SECONDS = 60


def run() -> int:
    """Run the tests that the command line names: 0 if each part ran some and passed.

    :raise SetupError: a word names no tests, or Odoo cannot be set up
    """
    about = "Run the tests of this checkout on a real Odoo 19."
    parser = argparse.ArgumentParser(prog="setup/test", description=about)
    text = (
        "unit, odoo, http, the name of an addon, an Odoo test tag"
        " (/endpoint:TestX.test_y) or a path for pytest; default: the first three"
    )
    parser.add_argument("what", nargs="*", metavar="WHAT", help=text)
    by_name = templates.all_addons()
    tags, pytest_runs = plan(parser.parse_args().what or PARTS, by_name)
    env = environment.enter(sys.argv[0], sys.argv[1:])
    with postgres.Cluster("test") as cluster:
        env = env.using(cluster)
        templates.sweep(env)
        # One after the other: some tests measure time.
        results = [_pytest(env, arguments) for arguments in pytest_runs]
        results += [_odoo(env, tags, by_name)] if tags else []
    good, passed, failed = zip(*results, strict=True)
    say(f"\n{sum(passed)} passed, {sum(failed)} failed")
    return 0 if all(good) else 1


def plan(words: Sequence[str], by_name: Addons) -> tuple[list[str], list[list[str]]]:
    """The tags for Odoo's test runner, and the arguments of each run of pytest.

    :raise SetupError: a word names no tests
    """
    tests = paths.ROOT / "tests"
    tags, pytest_runs, files = [], [], []
    for word in words:
        if word == "unit":
            pytest_runs.append([*paths.ROOT.glob("*/tests_pure"), tests / "pure"])
        elif word == "http":
            pytest_runs.append([tests, f"--ignore={tests / 'pure'}"])
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
            mend = f"use {names}, a tag like /endpoint:TestX, or a file of tests"
            raise SetupError(f"{word!r} names no tests", mend)
    return tags, [*pytest_runs, *([files] if files else [])]


def _modules(tags, by_name):
    """The addons that the tags name; all of them for a tag without an addon."""
    named = [re.findall(r"/(\w+)", tag) or list(by_name) for tag in tags]
    return sorted({name for names in named for name in names if name in by_name})


def _odoo(env, tags, by_name):
    """Run Odoo's tests on a new database: (whether all is well, passed, failed)."""
    try:
        browser.find()
    except SetupError as error:
        say(f"Odoo's browser tests are skipped: {error}")
    core, db = templates.core(env), templates.scratch_name("odoo")
    options = [
        *("--test-tags", ",".join(tags), "--stop-after-init", "--with-demo"),
        *("-i", ",".join(_modules(tags, by_name)), "--max-cron-threads", "0"),
        *("--http-interface", "127.0.0.1", "--http-port", str(free_port())),
    ]
    try:
        with step(f"Odoo tests {','.join(tags)}"):
            database.clone(env, core, db)
            code, log = database.run_odoo(env, db, options, by_name)
    finally:
        database.drop(env, db)
    return odoo_log.report(code, log)


def _pytest(env, arguments):
    """Run pytest and show its output: (whether all is well, passed, failed)."""
    path = os.pathsep.join(map(str, (paths.SETUP, paths.ROOT)))
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    command = [env.python, "-m", "pytest", "--rootdir", paths.ROOT, "-qrs", *arguments]
    process = spawn(command, subprocess.PIPE, cwd=paths.ROOT, env=variables)
    line = ""
    try:
        for line in process.stdout:
            say(line.rstrip("\n"))
        code = process.wait()
    except BaseException:
        # Like Ctrl-C: the fixtures stop the servers that they started.
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=STOP_SECONDS)
        kill_group(process.pid)
        raise
    # The closing line, e.g. "1 failed, 7 passed, 2 skipped, 1 error in 3.21s".
    passed = sum(map(int, re.findall(r"(\d+) passed", line)))
    failed = sum(map(int, re.findall(r"(\d+) (?:failed|error)", line)))
    return code == 0 and passed > 0, passed, failed
