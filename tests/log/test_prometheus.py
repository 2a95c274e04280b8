"""A real Prometheus reads the metrics, and answers what the Grafana dashboard asks."""

import json
import os
import re
import subprocess
import time

import pytest
import requests
from devenv import paths, programs, server
from devenv.steps import SetupError, kill_group, spawn

_DASHBOARD = json.loads((paths.ROOT / "deploy/grafana-endpoint.json").read_text())
_TOKEN = "S3C"
# The scrape_configs of the addon's readme.
_CONFIGURATION = """
scrape_configs:
  - job_name: odoo
    scrape_interval: 1s
    metrics_path: /endpoint/metrics
    authorization: {{credentials: {token}}}
    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]
"""
_VARIABLES = {"$job": "odoo", "$route": ".*", "$__rate_interval": "1m"}


@pytest.fixture(scope="module")
def odoo(make_server):
    odoo = make_server(workers=2)
    odoo.shell(
        "env['ir.config_parameter'].set_param('endpoint_log.metrics_token', "
        f"{_TOKEN!r})\n"
        "fails = env.ref('endpoint.demo_error').copy({'route': '/demo/fails'})\n"
        "fails.write({'code_snippet': 'result = [][1]', 'registry_sync': True})\n"
        "env.cr.commit()"
    )
    return odoo


@pytest.fixture(scope="module")
def prometheus(odoo, tmp_path_factory):
    """The URL of a Prometheus that reads the metrics of `odoo`."""
    try:
        program = programs.find(["prometheus"], "prometheus")
    except SetupError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("prometheus")
    configuration = folder / "prometheus.yml"
    configuration.write_text(_CONFIGURATION.format(token=_TOKEN, port=odoo.port))
    address = f"127.0.0.1:{server.free_port()}"
    command = [program, f"--config.file={configuration}"]
    command += [f"--storage.tsdb.path={folder}", f"--web.listen-address={address}"]
    with open(folder / "log", "w") as log:
        process = spawn(command, log)
    try:
        yield f"http://{address}/api/v1"
    finally:
        kill_group(process.pid)
        process.wait()


@pytest.fixture(scope="module")
def ask(odoo, prometheus):
    """`ask(path, **params)`: what Prometheus knows after some calls of each kind."""

    def ask(path, **params):
        answer = requests.get(f"{prometheus}/{path}", params, timeout=10).json()
        assert answer["status"] == "success", answer
        return answer["data"]

    deadline = time.monotonic() + 30
    while True:
        for path, method in (("hello", "GET"), ("hello", "PUT"), ("fails", "GET")):
            requests.request(method, f"{odoo.url}/demo/{path}", timeout=60)
        try:
            samples = ask("query", query="count_over_time(http_requests_total[1m])")
            statuses = {sample["metric"]["status"] for sample in samples["result"]}
            if {each[0] for each in statuses} == set("245"):
                if all(int(sample["value"][1]) > 2 for sample in samples["result"]):
                    return ask
        except requests.ConnectionError:  # it is starting
            pass
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_promtool_finds_no_fault(odoo, ask):
    headers = {"Authorization": f"Bearer {_TOKEN}"}
    answer = requests.get(f"{odoo.url}/endpoint/metrics", headers=headers, timeout=60)
    command = [programs.find(["promtool"], "prometheus"), "check", "metrics"]
    done = subprocess.run(
        command, input=answer.content, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def _targets():
    for panel in _DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield pytest.param(target["expr"], id=f"{panel['title']} {target['refId']}")


@pytest.mark.parametrize("expr", _targets())
def test_each_graph_of_the_dashboard_has_data(ask, expr):
    for name, value in _VARIABLES.items():
        expr = expr.replace(name, value)
    assert "$" not in expr
    assert ask("query", query=expr)["result"]


def test_each_variable_of_the_dashboard_has_values(ask):
    queries = [each["query"] for each in _DASHBOARD["templating"]["list"][1:]]
    for query in queries:
        series, label = re.fullmatch(r"label_values\((.+), (\w+)\)", query).groups()
        match = {"match[]": series.replace("$job", "odoo")}
        assert ask(f"label/{label}/values", **match)


def test_the_panels_of_the_dashboard_fit_side_by_side():
    cells = set()
    for panel in _DASHBOARD["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        own = {
            (place["x"] + x, place["y"] + y)
            for x in range(place["w"])
            for y in range(place["h"])
        }
        assert not own & cells
        cells |= own
    assert len({panel["id"] for panel in _DASHBOARD["panels"]}) == 5
    assert _DASHBOARD["schemaVersion"] >= 36  # the first with data sources as objects
