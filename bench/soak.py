"""Many requests in a row must not increase the memory of a worker."""

from devenv.steps import say

from . import cases, client, resources

# Share of the requests during which caches fill and the allocator settles.
_WARM_UP = 0.1
_READINGS = 10


def run(site, count):
    """Print the worker's memory ten times, and its largest drift.

    :param site: running sites.Site
    :param count: requests
    """
    requests = [
        client.compose(site.server.port, case.to_endpoint)
        for case in [*cases.ENDPOINTS, *resources.CASES]
    ]
    _send(site, requests, int(count * _WARM_UP))
    readings = [site.worker.rss()]
    say(f"warm: {_mib(readings[0])}")
    for _ in range(_READINGS):
        _send(site, requests, count // _READINGS)
        readings.append(site.worker.rss())
        say(f"{len(readings) - 1} of {_READINGS}: {_mib(readings[-1])}")
    drift = max(abs(reading / readings[0] - 1) for reading in readings)
    say(f"{count} requests, at most {drift:.1%} drift from the warm worker")


def _send(site, requests, count):
    for number in range(count):
        client.send(site.server.port, requests[number % len(requests)])


def _mib(size):
    return f"{size / 2**20:.1f} MiB"
