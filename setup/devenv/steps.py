"""Console output, signals and child processes."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SetupError(Exception):
    """An error that the user can fix: `cause` says what failed, `hint` what to do."""

    def __init__(self, cause: str, hint: str = "") -> None:
        super().__init__(cause, hint)
        self.cause = cause
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.cause}\n  -> {self.hint}" if self.hint else self.cause


@contextlib.contextmanager
def step(title: str) -> Iterator[list[str]]:
    """Print `title`, the notes that the block appends, and the seconds it took."""
    begin = time.monotonic()
    notes, verdict = [], " FAILED"
    try:
        yield notes
        verdict = ""
    finally:
        text = ": ".join([title, ", ".join(notes)] if notes else [title])
        say(f"[{time.monotonic() - begin:6.1f} s] {text}{verdict}")


def say(text: str) -> None:
    """Print and flush, so that a pipe receives the line at once."""
    print(text, flush=True)


def main(function: Callable[[], int | None]) -> None:
    """Exit with the code of `function()`, or print its SetupError and exit with 1.

    The first signal unwinds the stack, so that context managers stop what they started.
    """
    for signum in SIGNALS:
        signal.signal(signum, _on_signal)
    try:
        sys.exit(function())
    except (SetupError, PermissionError) as error:
        sys.exit(f"error: {error}")
    finally:
        # A signal may arrive after a process starts and before it is assigned.
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                    kill_group(int(stat.parent.name))


def _on_signal(signum, _frame):
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    say("interrupted: stopping everything that was started")
    raise SystemExit(128 + signum)


def kill_group(pid: int) -> None:
    """Send SIGKILL to the process group `pid`, if it still exists."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def stop(process: subprocess.Popen, signum: int, seconds: float) -> None:
    """Send `signum` to a process of `spawn`; after `seconds`, kill what remains."""
    process.send_signal(signum)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    kill_group(process.pid)
    process.wait()


def spawn(command: list, output: Any, **options: Any) -> subprocess.Popen:
    """Start `command` in its own process group, without input.

    :param output: file for stdout and stderr, subprocess.PIPE, or None for our stdout
    :param options: for subprocess.Popen
    """
    options = {"stdin": subprocess.DEVNULL, **options, "stdout": output}
    options.update(stderr=subprocess.STDOUT, start_new_session=True)
    command = [str(part) for part in command]
    return subprocess.Popen(command, text=True, errors="replace", **options)


def run_quiet(command: list, *, hint: str, stdin: str = "", **options: Any) -> str:
    """Run `command` until it ends. :return: its output, stderr included

    :param hint: what to do if the command fails
    :raise SetupError: the exit code is not 0, or the program is missing
    """
    pipe = subprocess.PIPE
    try:
        process = spawn(command, pipe, stdin=pipe, **options)
    except FileNotFoundError as error:
        raise SetupError(f"the program {command[0]} is missing", hint) from error
    try:
        output, _ = process.communicate(stdin)
    except BaseException:
        kill_group(process.pid)
        process.wait()
        raise
    if process.returncode:
        tail = " | ".join(output.strip().splitlines()[-3:])
        name = os.path.basename(str(command[0]))
        raise SetupError(f"{name} failed ({process.returncode}): {tail}", hint)
    return output
