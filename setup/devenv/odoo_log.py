"""Parses Odoo's log: its records and the results of tests."""

import re
from pathlib import Path

from .steps import say

_DATE = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
RECORD = re.compile(
    rf"^{_DATE}([A-Z]+) \S+ ([\w.]+): (.*(?:\n(?!{_DATE}).*)*)", re.MULTILINE
)
SUMMARY = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r"INFO \S+ [\w.]+\.tests\.[\w.]+: (skipped .*)")
ALARMING = ("WARNING", "ERROR", "CRITICAL")
# Tests that need a browser are skipped if there is none. The report shows this.
NO_BROWSER = "Chrome executable not found"


def records(text: str) -> list[tuple[str, str, str]]:
    """(level, logger, message with its traceback) of each record."""
    return RECORD.findall(text)


def alarms(text: str, levels: tuple[str, ...] = ALARMING) -> list[str]:
    """The records of a log at one of the levels."""
    return [
        f"{level} {logger}: {message}"
        for level, logger, message in records(text)
        if level in levels and NO_BROWSER not in message
    ]


def test_result(text: str) -> tuple[int, int]:
    """(tests, failures and errors) according to Odoo's summary lines."""
    counts = [tuple(map(int, match)) for match in SUMMARY.findall(text)]
    return sum(c[2] for c in counts), sum(c[0] + c[1] for c in counts)


def tail(path: Path) -> str:
    """The last lines of the file."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-15:])


def report(code: int, log: Path, tests_expected: bool = True) -> tuple[bool, int, int]:
    """Print how a run of Odoo ended.

    :param code: Odoo's exit code
    :return: (success, tests passed, tests failed). Warnings in the log are a failure,
        and so is a run without tests if some are expected
    """
    text = log.read_text(errors="replace")
    tests, failed = test_result(text)
    skipped = SKIPPED.findall(text)
    # Odoo counts a skipped test as executed.
    passed = tests - failed - len(skipped)
    problems = alarms(text)
    if code and not problems:
        problems.append(f"Odoo ended with {code}:\n{tail(log)}")
    if tests_expected and not passed and not failed:
        problems.append("no test ran: check the tag or the name of the addon")
    say("\n".join([*problems, *skipped, f"log in {log}"]))
    counts = f"{passed} passed, {failed} failed"
    say(f"{counts}, {len(skipped)} skipped" if skipped else counts)
    return not (code or failed or problems), passed, failed
