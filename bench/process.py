"""CPU and memory of a process, from /proc."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


class Process:
    """A worker of Odoo. It keeps the same threads for its whole life.

    :param pid: int
    """

    def __init__(self, pid):
        self.pid = pid
        self._folder = Path(f"/proc/{pid}")
        self._exact = (self._folder / "schedstat").exists()

    def cpu(self):
        """:return: seconds of CPU used so far, user and system"""
        if not self._exact:
            fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICK
        tasks = self._folder.glob("task/*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def rss(self):
        """:return: bytes of resident memory"""
        pages = int((self._folder / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
