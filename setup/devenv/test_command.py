"""`setup/test`: what to run, one part after the other, and a summary."""

import argparse
import time
from pathlib import Path

from . import database, environment, paths, postgres, templates, test_odoo, test_pytest
from .steps import SetupError, say

PARTS = ("unit", "odoo", "http")


def run(script, arguments):
    """Run the tests named on the command line.

    :param script: path of the command, to go on with it in the venv
    :param arguments: list of str
    :return: exit code, 0 when tests ran in every part and all passed
    :raise SetupError: with cause and mend
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
            " (/endpoint:TestX.test_y) or a path for pytest; default: all three"
        ),
    )
    chosen = parser.parse_args(arguments).what
    jobs = plan(chosen or PARTS)
    env = environment.enter(script, arguments)
    begin = time.monotonic()
    results = []
    with postgres.Cluster("test") as cluster:
        env = env.using(cluster)
        database.check(env)
        templates.sweep(env)
        for job in jobs:
            results.append(job(env, optional=not chosen))
    return _summary(results, time.monotonic() - begin)


def plan(whats):
    """The jobs for the words of the command line.

    :return: list of callables: (env, optional) -> result.Result
    :raise SetupError: a word is none of the things it can be
    """
    found = templates.all_addons()
    tags, files, parts = [], [], []
    for what in whats:
        if what in PARTS:
            parts.append(what)
        elif what in found:
            tags.append(f"/{what}")
        elif Path(what.partition("::")[0]).exists():
            files.append(what)
        elif what[0] in "/:." and test_odoo.addons_of(what, found):
            tags.append(what)
        else:
            known = ", ".join([*PARTS, *found])
            mend = f"one of {known}, a tag like /{next(iter(found), 'web')}:TestX"
            raise SetupError(f"what is {what!r}?", f"{mend}, or a file of tests")
    jobs = []
    if "unit" in parts:
        jobs.append(test_pytest.unit)
    if "odoo" in parts:
        jobs.append(test_odoo.every)
    if tags:
        jobs.append(lambda env, optional: test_odoo.some(env, tags))
    if "http" in parts:
        jobs.append(test_pytest.http)
    if files:
        jobs.append(lambda env, optional: test_pytest.some(env, files))
    return jobs


def _summary(results, seconds):
    """Print what ran; the exit code."""
    say("\nsummary")
    for result in results:
        say(f"  {result}")
        for reason in result.skipped:
            say(f"       skipped: {reason}")
    passed = sum(each.tests - each.failed for each in results)
    failed = sum(each.failed for each in results)
    good = all(each.good for each in results)
    say(f"  {seconds:.0f} s in all, data in {paths.ROOT / '.data/test'}")
    say(f"{passed} passed, {failed} failed")
    return 0 if good else 1
