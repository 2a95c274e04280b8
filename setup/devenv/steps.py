"""The console: one line per step and per error; signals; child processes."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_held = 0
_pending = None


class SetupError(Exception):
    """An error that the person at the console can fix: `cause`, and `mend` says how."""

    def __init__(self, cause: str, mend: str = "") -> None:
        super().__init__(cause, mend)
        self.cause = cause
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.cause}\n  -> {self.mend}" if self.mend else self.cause


@contextlib.contextmanager
def step(title: str) -> Iterator[list[str]]:
    """Print `title` and the seconds that the block took.

    Yields a list: what the block appends to it is printed behind the title.
    """
    begin = time.monotonic()
    notes, verdict = [], " FAILED"
    try:
        yield notes
        verdict = ""
    finally:
        text = ": ".join([title, ", ".join(notes)] if notes else [title])
        say(f"[{time.monotonic() - begin:6.1f} s] {text}{verdict}")


def say(text: str) -> None:
    """Print and flush, so that a pipe gets the line at once."""
    print(text, flush=True)


def main(function: Callable[[], int | None]) -> None:
    """Run `function()` as a command and exit with the code that it returns.

    A SetupError is printed without a traceback (exit code 1). The first signal unwinds
    the stack, so that every context manager stops what it started (128 + its number).
    """
    for signum in SIGNALS:
        signal.signal(signum, _on_signal)
    try:
        sys.exit(function())
    except SetupError as error:
        sys.exit(f"error: {error}")


def _on_signal(signum, _frame):
    global _pending
    if _held:
        _pending = signum
        return
    for other in SIGNALS:
        signal.signal(other, lambda *_: None)
    say("interrupted: stopping everything that was started")
    raise SystemExit(128 + signum)


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Put off signals until the block ends.

    Around "start a process and store it": a signal between the two would leave a
    process that nobody stops. A child would inherit a mask of the kernel.
    """
    global _held, _pending
    _held += 1
    try:
        yield
    finally:
        _held -= 1
        if not _held and _pending is not None:
            signum, _pending = _pending, None
            _on_signal(signum, None)


def kill_group(pid: int, signum: int = signal.SIGKILL) -> None:
    """Send `signum` to the process group `pid`, if it still exists."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signum)


def run_quiet(
    command: list, *, mend: str, stdin: str | None = None, **options: Any
) -> str:
    """Run `command` in its own process group; its output, stderr included.

    :param mend: what to do when it fails, for the SetupError
    :param options: for subprocess.Popen
    :raise SetupError: the exit code is not 0, or the program is missing
    """
    process = None
    try:
        with signals_held():
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
                **options,
            )
        output, _ = process.communicate(stdin)
    except FileNotFoundError as error:
        raise SetupError(f"the program {command[0]} is missing", mend) from error
    except BaseException:
        if process is not None:
            kill_group(process.pid)
            process.wait()
        raise
    if process.returncode:
        tail = " | ".join(output.strip().splitlines()[-3:])
        name = os.path.basename(str(command[0]))
        raise SetupError(f"{name} failed ({process.returncode}): {tail}", mend)
    return output
