"""`setup/test`: Odoo's test runner and, beside it, pytest."""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from . import (
    browser,
    database,
    environment,
    odoo_log,
    paths,
    postgres,
    server,
    templates,
)
from .steps import SetupError, kill_group, say, signals_held

PARTS = ("unit", "odoo", "http")
STOP_SECONDS = 60


class Plan(NamedTuple):
    """Tags for Odoo's test runner, and the arguments of each run of pytest."""

    tags: list[str]
    pytest_runs: list[list[str]]


def run() -> int:
    """Run the tests that the command line names.

    :return: 0 when every part ran tests and all passed
    :raise SetupError: the command line names no tests, or Odoo cannot be set up
    """
    parser = argparse.ArgumentParser(
        prog="setup/test",
        description="Run the tests of this checkout on a real Odoo 19.",
    )
    parser.add_argument(
        "what",
        nargs="*",
        metavar="WHAT",
        help=(
            "unit, odoo, http, the name of an addon, an Odoo test tag"
            " (/endpoint:TestX.test_y) or a path for pytest; default: the first three."
            " Odoo's tests and pytest run side by side"
        ),
    )
    plan = make_plan(parser.parse_args().what or PARTS)
    env = environment.enter(sys.argv[0], sys.argv[1:])
    with postgres.Cluster("test") as cluster:
        env = env.using(cluster)
        database.check(env)
        templates.sweep(env)
        with odoo_tests(env, plan.tags) as odoo:
            results = [_pytest(env, arguments) for arguments in plan.pytest_runs]
            if odoo:
                process, log = odoo
                code = process.wait()
                say(f"\nOdoo tests {','.join(plan.tags)}")
                results.append(odoo_log.report(code, log))
    good, passed, failed = zip(*results, strict=True)
    say(f"\n{sum(passed)} passed, {sum(failed)} failed")
    return 0 if all(good) else 1


def make_plan(words: list[str] | tuple[str, ...]) -> Plan:
    """Sort the words of the command line. :raise SetupError: a word names nothing"""
    by_name = templates.all_addons()
    tags, pytest_runs, files = [], [], []
    for word in words:
        if word == "unit":
            folders = [*paths.ROOT.glob("*/tests_pure"), paths.ROOT / "tests/pure"]
            pytest_runs.append([str(path) for path in sorted(folders)])
        elif word == "http":
            folder = paths.ROOT / "tests"
            pytest_runs.append([str(folder), f"--ignore={folder / 'pure'}"])
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
    return Plan(tags, [*pytest_runs, *([files] if files else [])])


def _modules(tags, by_name):
    """The addons that the tags name; all of them for a tag without an addon."""
    named = [re.findall(r"/(\w+)", tag) or list(by_name) for tag in tags]
    return sorted({name for names in named for name in names if name in by_name})


@contextlib.contextmanager
def odoo_tests(
    env: environment.Env, tags: list[str]
) -> Iterator[tuple[subprocess.Popen, Path] | None]:
    """Odoo's test runner with these tags, on a new database: (process, log)."""
    if not tags:
        yield None
        return
    try:
        browser.find()
    except SetupError as error:
        say(f"Odoo's browser tests are skipped: {error}")
    by_name, source = templates.all_addons(), templates.core(env)
    db, process = templates.scratch_name("odoo"), None
    options = [
        *("--test-tags", ",".join(tags), "--stop-after-init", "--with-demo"),
        *("-i", ",".join(_modules(tags, by_name)), "--max-cron-threads", "0"),
        *("--http-interface", "127.0.0.1", "--http-port", str(server.free_port())),
    ]
    try:
        database.clone(env, source, db)
        log = database.new_log(env, db)
        command = [*env.command, *server.common_options(env, db, by_name), *options]
        with open(log, "a") as file, signals_held():
            process = subprocess.Popen(
                [*command, "--logfile", log],
                env=env.variables,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        say(f"Odoo tests {','.join(tags)}: started, log in {log}")
        yield process, log
    finally:
        if process:
            kill_group(process.pid)
            process.wait()
        database.drop(env, db)


def _pytest(env, arguments):
    """Run pytest and show its output: (whether all is well, passed, failed)."""
    process, line = None, ""
    path = os.pathsep.join(map(str, (paths.SETUP, paths.ROOT)))
    try:
        with signals_held():
            process = subprocess.Popen(
                [
                    env.python,
                    "-m",
                    "pytest",
                    "--rootdir",
                    paths.ROOT,
                    "-qrs",
                    *arguments,
                ],
                cwd=paths.ROOT,
                env={**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"},
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        for line in process.stdout:
            say(line.rstrip("\n"))
        code = process.wait()
    except BaseException:
        if process:
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
