"""The console: one line a step, one line an error; signals; child processes."""

import contextlib
import os
import signal
import subprocess
import sys
import time

_held = 0
_pending = None


class SetupError(Exception):
    """Something the person at the console can mend.

    :param cause: what went wrong, one line
    :param mend: what to do about it, one line
    """

    def __init__(self, cause, mend=""):
        super().__init__(cause, mend)
        self.cause = cause
        self.mend = mend

    def __str__(self):
        return f"{self.cause}\n  -> {self.mend}" if self.mend else self.cause


class Interrupted(BaseException):
    """SIGINT, SIGTERM or SIGHUP came: unwind, stop what was started, leave.

    :param signum: the number of the signal
    """

    def __init__(self, signum):
        super().__init__(signum)
        self.signum = signum


@contextlib.contextmanager
def step(title):
    """Print `title` with the seconds that the block took, one line.

    Yields a list: what the block appends to it is printed behind the title.
    """
    begin = time.monotonic()
    notes = []
    try:
        yield notes
    except BaseException as error:
        verdict = "interrupted" if isinstance(error, Interrupted) else "FAILED"
        _line(title, notes, begin, verdict)
        raise
    _line(title, notes, begin, "")


def _line(title, notes, begin, verdict):
    text = ": ".join([title, ", ".join(notes)] if notes else [title])
    seconds = time.monotonic() - begin
    say(f"[{seconds:6.1f} s] {text} {verdict}".rstrip())


def say(text):
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def main(function):
    """Run `function()` as a command and exit with the code that it returns.

    A `SetupError` is printed without a traceback (exit code 1). The first
    SIGINT, SIGTERM or SIGHUP unwinds the stack, so that every context manager
    stops what it started; later ones are ignored meanwhile (exit code 128 + n).
    """
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _on_signal)
    try:
        code = function()
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        code = 1
    except Interrupted as error:
        say("interrupted: everything that was started has been stopped")
        code = 128 + error.signum
    sys.exit(code)


def _on_signal(signum, _frame):
    global _pending
    if _held:
        _pending = signum
        return
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: None)
    raise Interrupted(signum)


@contextlib.contextmanager
def signals_held():
    """Put off a signal until the block ends.

    Around "start a process and note it down", so that no signal can come
    between the two and leave a process that nobody knows of. (Blocking the
    signal in the kernel will not do: the child would inherit that.)
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


def kill_group(pid, signum=signal.SIGKILL):
    """Send `signum` to the process group `pid`; gone already is fine."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signum)


def run_quiet(command, *, mend, cwd=None, env=None, stdin=None):
    """Run `command` in a process group of its own and return its output.

    :param command: list of str
    :param mend: what to do when it fails, for the error line
    :param stdin: text handed to the command
    :return: stdout and stderr together, str
    :raise SetupError: the exit code is not 0, or there is no such program
    """
    process = None
    try:
        with signals_held():
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env=env,
                stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        output, _ = process.communicate(stdin)
    except FileNotFoundError as error:
        raise SetupError(f"no program {command[0]!r} here", mend) from error
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
