"""Programs that run tests, side by side."""

import os
import re
import signal
import tempfile
import time
from collections import Counter
from typing import Any

from .steps import say, spawn, stop

STOP_SECONDS = 60


class Job:
    """A program that runs tests and prints their counts at the end.

    :param alone: no other job runs meanwhile, because the tests measure time
    :param options: for subprocess.Popen
    """

    def __init__(
        self, name: str, command: list, alone: bool = False, **options: Any
    ) -> None:
        self.name = name
        self.alone = alone
        self._command, self._options = command, options

    def start(self, live: bool = False) -> None:
        """Start the program. Its output is for `finish`, or shown `live`."""
        self._begin = time.monotonic()
        self._output = None if live else tempfile.TemporaryFile("w+")
        self.process = spawn(self._command, self._output, **self._options)

    def finish(self) -> None:
        """Print the output of the program, which has ended, and its summary."""
        self._output.seek(0)
        text = self._output.read().rstrip()
        found = re.findall(r"(\d+) (passed|failed|error|skipped)", text[-200:])
        self.counts = Counter({word: int(number) for number, word in found})
        verdict = "FAILED, " if self.process.returncode else ""
        seconds = time.monotonic() - self._begin
        self.summary = f"{seconds:6.0f} s  {self.name}: {verdict}{_words(self.counts)}"
        say(f"\n== {self.name}\n{text}\n{self.summary}")


def _words(counts):
    return ", ".join(f"{number} {word}" for word, number in counts.items() if number)


def run(jobs: list[Job]) -> int:
    """Run the jobs, one for each CPU at a time, and print a summary.

    :return: exit code, 0 if all succeeded
    """
    begin = time.monotonic()
    waiting, running = sorted(jobs, key=lambda job: job.alone), []
    try:
        while waiting or running:
            full = len(running) >= (os.cpu_count() or 1)
            if waiting and not (running and (full or waiting[0].alone)):
                running.append(waiting.pop(0))
                running[-1].start(live=len(jobs) == 1)
            for job in [job for job in running if job.process.poll() is not None]:
                running.remove(job)
                if len(jobs) > 1:
                    job.finish()
            time.sleep(0.1)
    finally:
        for job in running:
            job.process.send_signal(signal.SIGINT)
        for job in running:
            stop(job.process, signal.SIGINT, STOP_SECONDS)
    if len(jobs) > 1:
        say("\n".join(["", *(job.summary for job in jobs)]))
        total = _words(sum((job.counts for job in jobs), Counter()))
        say(f"{time.monotonic() - begin:6.0f} s  in all: {total}")
    return 1 if any(job.process.returncode for job in jobs) else 0
