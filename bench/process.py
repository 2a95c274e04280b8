"""CPU and memory of a process, from /proc."""

import contextlib
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
            return sum(map(int, _stat(self._folder)[11:13])) / _TICK
        tasks = self._folder.glob("task/*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def cpu_of_tree(self):
        """:return: the same of the process and its descendants, those that ended too"""
        ended = _stat(self._folder)[13:15]
        seconds = sum(map(int, ended)) / _TICK
        for pid in _tree(self.pid):
            with contextlib.suppress(OSError):  # it ended
                seconds += Process(pid).cpu()
        return seconds

    def rss(self):
        """:return: bytes of resident memory"""
        pages = int((self._folder / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


def _stat(folder):
    """The fields of proc_pid_stat(5) after the name, list of str"""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _tree(pid):
    """:return: list of the ids of a process and its descendants"""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            children.setdefault(int(_stat(folder)[1]), []).append(int(folder.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found
