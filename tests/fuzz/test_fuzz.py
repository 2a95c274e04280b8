"""Thousands of hostile requests over raw sockets: each gets a status below 500, a
refusal is the error object, nothing is written, no worker dies, no error is logged.

A normal run ends after 5,000 requests, and fails if it takes longer than two minutes.
With ``ENDPOINT_FUZZ_SECONDS=600`` in the environment, it runs for 600 seconds. The
seed is printed with each failure; ``ENDPOINT_FUZZ_SEED=…`` reproduces its requests.
"""

import os
import random
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from devenv import odoo_log
from fuzz_support import cases, oracle, resources, wire
from fuzz_support.endpoints import ENDPOINTS, code_to_make_them

pytestmark = pytest.mark.alone

LEAST = 5000
SECONDS = float(os.environ.get("ENDPOINT_FUZZ_SECONDS") or 0)
LIMIT = SECONDS or 120
SEED = int(os.environ.get("ENDPOINT_FUZZ_SEED") or time.time())
BATCH = 200
SHOWN = 15
# http.server logs this for a malformed request, before Odoo sees it.
_OF_THE_SERVER = re.compile(r"code (400|414|431|501|505), message")
_COUNT = "print(env['res.partner'].with_context(active_test=False).search_count([]))"


@pytest.fixture(scope="module")
def odoo(make_server):
    return make_server(workers=2)


@pytest.fixture(scope="module")
def key(odoo):
    printed = odoo.shell(code_to_make_them())
    return printed.partition("key:")[2].split()[0]


def test_every_endpoint_responds_to_a_valid_request(odoo, key):
    """The control: the targets exist."""
    for endpoint in ENDPOINTS:
        headers = [("Authorization", f"Bearer {key}")]
        if endpoint.content_type:
            headers.append(("Content-Type", endpoint.content_type))
        data = wire.request(endpoint.method, endpoint.path, headers, b"{}")
        status = wire.send(odoo.port, data).status
        assert status in (200, 201, 400, 401, 409), f"{endpoint.path}: {status}"


def test_every_resource_responds_to_a_valid_request(odoo, key):
    for path in resources.RESOURCES:
        data = wire.request("GET", path, [("Authorization", f"Bearer {key}")])
        assert wire.send(odoo.port, data).status == 200, path


def test_hostile_requests(odoo, key):
    print(f"\nENDPOINT_FUZZ_SEED={SEED}")
    partners = int(odoo.shell(_COUNT))
    workers, begin = _children(odoo.pid), time.monotonic()
    statuses, complaints, written = Counter(), [], 0
    for case, answer in _fire(odoo.port, key):
        statuses[answer.status] += 1
        if wrong := oracle.complaint(case, answer):
            complaints.append(f"{wrong}: {case.what}: {case.data[:300]!r}")
        written += case.writes and answer.status == 201
    spent = time.monotonic() - begin
    print(f"{statuses.total()} requests in {spent:.0f} s, {statuses.most_common()}")
    assert not complaints, _report(complaints)
    assert statuses.total() >= LEAST or SECONDS, "too slow"
    assert _children(odoo.pid) == workers, "a worker died"
    assert int(odoo.shell(_COUNT)) == partners + written
    assert written, "the control: none of the valid requests wrote"
    assert _errors(odoo.log_path.read_text(errors="replace")) == []


def _fire(port, key):
    """Yield (case, response) from two threads, one per worker."""
    rng = random.Random(SEED)
    begin = time.monotonic()
    sent = 0
    with ThreadPoolExecutor(2) as threads:
        while (spent := time.monotonic() - begin) < LIMIT:
            if sent >= LEAST and spent >= SECONDS:
                break
            batch = [cases.make(rng, key) for _ in range(BATCH)]
            answers = threads.map(lambda case: wire.send(port, case.data), batch)
            yield from zip(batch, answers, strict=True)
            sent += BATCH


def _children(pid):
    return {child.pid for child in psutil.Process(pid).children()}


def _errors(log):
    return [
        f"{level} {logger}: {text[:1500]}"
        for level, logger, text in odoo_log.records(log)
        if (level in ("ERROR", "CRITICAL") or "Traceback (most recent call" in text)
        and not (logger == "werkzeug" and _OF_THE_SERVER.search(text))
    ][:SHOWN]


def _report(complaints):
    kinds = Counter(each.partition(": b")[0] for each in complaints)
    lines = [f"seed {SEED}, {len(complaints)} complaints:"]
    lines += [f"{count} x {kind}" for kind, count in kinds.most_common()]
    return "\n".join([*lines, *complaints[:SHOWN]])
