"""An endpoint whose route and response change with each write, and its observers."""

from collections import Counter

from .client import fetch_all
from .log import RequestLog

# Concurrent requests: enough to involve both workers of a server.
_FAN = 2


class Alternating:
    """Values and expected responses of one endpoint, for each numbered write.

    :param str name: the route is ``/<name>/a`` after even writes, else ``/<name>/b``
    """

    def __init__(self, name):
        self.name = name

    def path(self, number):
        return f"/{self.name}/{'ab'[number % 2]}"

    def values(self, number):
        """:return: values after which the endpoint responds with ``number``"""
        return {
            "route": self.path(number),
            "code_snippet": f"result = {{'payload': {number}}}",
            "registry_sync": True,
        }

    def create_values(self, session, number=0):
        """:return: values for creating it in the form"""
        return {
            "name": self.name,
            "request_method": "GET",
            "auth_type": "public",
            "exec_as_user_id": session.uid,
            "exec_mode": "code",
            **self.values(number),
        }

    def wrong(self, path, number, answer, served=True):
        """:return: str: what is wrong with the response, or None"""
        right = served and path.partition("?")[0] == self.path(number)
        wanted = (200, str(number)) if right else (404, None)
        if answer.status == wanted[0] and wanted[1] in (None, answer.text):
            return None
        return f"{path} gave {answer.status} {answer.text[:80]!r}, write {number}"


class Watch:
    """Checks the first request to every process after each write.

    :param servers: list of ``OdooServer``
    :param int processes: number of processes behind these servers
    """

    def __init__(self, servers, alternating, processes):
        self.servers = servers
        self.alternating = alternating
        self.processes = processes
        self.requests = 0
        self.wrong = []
        #: pid -> writes after which this process served the first request
        self.rounds = Counter()
        self._logs = [RequestLog(server) for server in servers]
        self._marks = 0

    def look(self, number, served=True):
        """Request the route of a write and the other route on all servers at once."""
        self._marks += 1
        paths = [f"{self.alternating.path(number)}?mark={self._marks}"] * _FAN
        paths.append(f"{self.alternating.path(number + 1)}?mark={self._marks}")
        requests = [(server, path) for server in self.servers for path in paths]
        answers = fetch_all(requests)
        self.requests += len(answers)
        for (server, path), answer in zip(requests, answers, strict=True):
            if error := self.alternating.wrong(path, number, answer, served):
                self.wrong.append(f"port {server.port}: {error}")

    def count(self):
        """:return: smallest number of writes after which a process was checked"""
        seen = {
            (line.pid, line.path.partition("mark=")[2])
            for log in self._logs
            for line in log.lines()
            if "?mark=" in line.path
        }
        self.rounds.update(pid for pid, _mark in seen)
        return min(self.rounds.values()) if len(self.rounds) >= self.processes else 0
