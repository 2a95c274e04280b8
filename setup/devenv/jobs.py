"""Test programs that run side by side."""

import os
import re
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass

from .steps import say, spawn, stop

STOP_SECONDS = 60


@dataclass(eq=False)
class Job:
    """A program that runs tests and prints their counts at the end.

    :param options: for subprocess.Popen
    :param alone: no other job runs at the same time, because the tests measure time
    """

    name: str
    command: list
    options: dict
    alone: bool = False

    def start(self, live: bool) -> None:
        """Start the program. Its output is for `finish`, or shown `live`."""
        self.begin = time.monotonic()
        self.output = None if live else tempfile.TemporaryFile("w+")
        say(f"{self.name} started")
        self.process = spawn(self.command, self.output, **self.options)

    def finish(self) -> None:
        """Print the output of the program, which has ended, and its summary."""
        self.output.seek(0)
        text = self.output.read().rstrip()
        found = re.findall(r"(\d+) (passed|failed|error|skipped)", text[-200:])
        self.counts = Counter({word: int(number) for number, word in found})
        verdict = "FAILED, " if self.process.returncode else ""
        seconds = time.monotonic() - self.begin
        self.summary = f"{seconds:6.0f} s  {self.name}: {verdict}{_words(self.counts)}"
        say(f"\n== {self.name}\n{text}\n{self.summary}")


def _words(counts):
    return ", ".join(f"{number} {word}" for word, number in counts.items() if number)


def run(jobs: list[Job]) -> int:
    """Run the jobs, one for each CPU at a time, and print a summary.

    :return: exit code, 0 if all succeeded
    """
    begin, live = time.monotonic(), len(jobs) == 1
    waiting, running = sorted(jobs, key=lambda job: job.alone), []
    try:
        while waiting or running:
            full = len(running) >= (os.cpu_count() or 1)
            if waiting and not (running and (full or waiting[0].alone)):
                running.append(waiting.pop(0))
                running[-1].start(live)
            for job in [job for job in running if job.process.poll() is not None]:
                running.remove(job)
                if not live:
                    job.finish()
            time.sleep(0.1)
    finally:
        for job in running:
            job.process.send_signal(signal.SIGINT)
        for job in running:
            stop(job.process, 0, STOP_SECONDS)  # a second SIGINT would abort clean-up
    if not live:
        say("\n".join(["", *(job.summary for job in jobs)]))
        total = _words(sum((job.counts for job in jobs), Counter()))
        say(f"{time.monotonic() - begin:6.0f} s  total: {total}")
    return 1 if any(job.process.returncode for job in jobs) else 0
