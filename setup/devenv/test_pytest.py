"""The tests that pytest runs: pure code, and Odoo from outside."""

import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from . import paths
from .result import Result
from .steps import kill_group, say, signals_held

HTTP = paths.ROOT / "tests"
# Set for pytest, so that a conftest can tell how it was started.
MARK = "ENDPOINT_SETUP_TEST"
STOP_SECONDS = 60


def unit(env, optional=False):
    """The tests of pure code, in `tests/pure` and `tests_pure` of the addons.

    :param optional: whether their absence is no fault
    :return: Result
    """
    found = [*paths.ROOT.glob("*/tests_pure"), *paths.ROOT.glob("tests/pure")]
    folders = sorted(str(path) for path in found)
    return _run(env, "unit", folders, "no folder tests/pure or tests_pure", optional)


def http(env, optional=False):
    """The tests which talk to a running Odoo, in the folder `tests`."""
    files = sorted(HTTP.glob("test_*.py"))
    given = [str(HTTP), f"--ignore={HTTP / 'pure'}"] if files else []
    return _run(env, "http", given, "no tests/test_*.py", optional)


def some(env, what):
    """The tests in the files or folders `what`, list of str."""
    return _run(env, f"pytest {' '.join(what)}", what, "", False)


def _run(env, part, arguments, reason, optional):
    if not arguments:
        return Result(part, absent=reason if optional else "", skipped=[reason])
    begin = time.monotonic()
    report = env.data_dir / "log" / f"pytest-{os.getpid()}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    say(f"\n{part} tests")
    command = [env.python, "-m", "pytest", "--rootdir", paths.ROOT, "-q"]
    command += [f"--junitxml={report}", *arguments]
    pythonpath = os.pathsep.join(map(str, (paths.SETUP, paths.ROOT)))
    variables = {**os.environ, MARK: "1", "PYTHONPATH": pythonpath}
    try:
        code = _wait([str(each) for each in command], variables)
        result = _read(report, part) if report.exists() else Result(part)
    finally:
        report.unlink(missing_ok=True)
    # 5: no test was found, which the Result says by itself.
    if code not in (0, 5) and not result.failed:
        result.problems.append(f"pytest ended with {code}")
    result.seconds = time.monotonic() - begin
    return result


def _wait(command, variables):
    """Run pytest to its end; a signal ends it as Ctrl-C would. :return: exit code"""
    process = None
    try:
        with signals_held():
            process = subprocess.Popen(
                command, cwd=paths.ROOT, env=variables, start_new_session=True
            )
        return process.wait()
    except BaseException:
        if process is not None:
            _interrupt(process)
        raise


def _interrupt(process):
    """Have pytest stop the servers that its fixtures started; else kill them all."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # Only the venv has it, and this package is also read before that exists.
        import psutil

        for child in psutil.Process(process.pid).children(recursive=True):
            kill_group(child.pid)
        kill_group(process.pid)
        process.wait()


def _read(report, part):
    """The Result out of a JUnit file."""
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    failed = [c for c in cases if c.find("failure") is not None]
    failed += [c for c in cases if c.find("error") is not None and c not in failed]
    skips = [(c.get("name"), c.find("skipped")) for c in cases]
    skipped = [f"{n}: {s.get('message')}" for n, s in skips if s is not None]
    ran = len(cases) - len(skipped)
    return Result(part, ran, len(failed), skipped=skipped)
