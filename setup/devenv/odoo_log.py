"""Odoo's log: its lines, which of them are alarming, what the tests said."""

import re
import threading
import time

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ "
    r"(?P<level>[A-Z]+) (?P<db>\S+) (?P<logger>[\w.]+): (?P<text>.*)"
)
RESULT = re.compile(
    r"(?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of (?P<tests>\d+) tests"
)
ALARMING = {"WARNING", "ERROR", "CRITICAL"}
# Texts of lines which say nothing about the addons.
ALLOWED = (
    # A test that needs a browser is skipped, and the summary says so.
    "Chrome executable not found",
    # The summary says so too, where it is not meant.
    "0 failed, 0 error(s) of 0 tests",
)


def records(text):
    """Cut a log into records: (level, logger, text with its traceback)."""
    record = None
    for line in text.splitlines():
        if found := LINE.match(line):
            if record:
                yield tuple(record)
            record = [found["level"], found["logger"], found["text"]]
        elif record:
            record[2] += f"\n{line}"
    if record:
        yield tuple(record)


def alarms(text):
    """The warnings and errors of a log that are not allowed, list of str."""
    return [
        f"{level} {logger}: {message}"
        for level, logger, message in records(text)
        if level in ALARMING and not any(part in message for part in ALLOWED)
    ]


def test_result(text):
    """(tests, failures and errors) as Odoo's test runner counted them."""
    found = list(RESULT.finditer(text))
    tests = sum(int(each["tests"]) for each in found)
    return tests, sum(int(each["failed"]) + int(each["errors"]) for each in found)


def skips(text):
    """The tests which Odoo's test runner skipped, each with its reason."""
    return [
        message.removeprefix("skipped ").strip()
        for _level, logger, message in records(text)
        if ".tests." in logger and message.startswith("skipped ")
    ]


def reason(message):
    """What a message with a traceback is about, in one line: its exception."""
    lines = message.strip().splitlines() or ["no reason given"]
    frames = [number for number, line in enumerate(lines) if line.startswith("  ")]
    return " ".join(lines[frames[-1] + 1 :] if frames else lines) or lines[-1]


def tail(path, lines=15):
    """The last lines of the file, str; "" when there is none."""
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""


class Follower(threading.Thread):
    """Hand the alarming records of a growing log to `show`, until stopped.

    :param path: Path of the log
    :param show: callable, gets str
    """

    def __init__(self, path, show):
        super().__init__(daemon=True)
        self._path = path
        self._show = show
        self._end = threading.Event()

    def run(self):
        with open(self._path, errors="replace") as file:
            shown = False
            while not self._end.is_set():
                line = file.readline()
                if not line:
                    time.sleep(0.2)
                    continue
                if found := LINE.match(line):
                    shown = found["level"] in ALARMING
                if shown:
                    self._show(line.rstrip())

    def stop(self):
        """Let go of the file."""
        self._end.set()
        self.join(2)
