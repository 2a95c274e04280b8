"""The text of a call, run as it is copied: what arrives is what the panel shows."""

import base64
import json
import subprocess
import sys

import pytest
from devenv import browser

_CODE = """
headers = request.httprequest.headers
result = {'payload': {
    'method': request.httprequest.method,
    'query': request.httprequest.query_string.decode(),
    'body': b64encode(request.httprequest.get_data()).decode(),
    'type': headers.get('Content-Type'),
    'text': headers.get('X-Text'),
    'empty': headers.get('X-Empty'),
}}
"""
_SHELL = """
env["endpoint.endpoint"].create({
    "name": "echo", "route": "/code/<path:rest>", "registry_sync": True,
    "request_method": "POST", "request_content_type": "*/*", "auth_type": "public",
    "exec_as_user_id": env.ref("base.public_user").id, "code_snippet": %r,
})
env.cr.commit()
"""
BODIES = {
    "json": '{\n  "name": "It\'s 5 $ \\"now\\"!",\n  "n": 12345678901234567890\n}\n',
    "shell": "'; echo $HOME `id` !! \\ \\n \"$(ls)\" & | < > * ? [a] {b} ~ # %s\n\n'",
    "unicode": "é 漢字 🎉 \u2028 \u00a0 end",
    "file": "@/etc/hostname",
    "control": "tab\there \r\n vertical \x0b bell \x07",
    "python": "\"\"\" ''' \\u0041 \\x41 {x} %d",
}
HEADERS = [["X-Text", 'It\'s "é" $5; `x`, \\ end'], ["X-Empty", ""]]
RUN = {
    "toCurl": ["sh", "-c"],
    "toPython": [sys.executable, "-c"],
}


@pytest.fixture(scope="module")
def url(server):
    server.shell(_SHELL % _CODE)
    return server.url


@pytest.fixture
def client(url, browser_page):
    """The web client of the admin."""
    browser.log_in(browser_page, url, "/odoo/endpoints")
    browser_page.wait_for_selector(".o_list_view", timeout=60_000)
    return browser_page


def write(page, function, call):
    """:return: the text that a function of code.js writes"""
    module = "odoo.loader.modules.get('@endpoint_workbench/try_it/code')"
    return page.evaluate(f"(call) => {module}[{function!r}](call)", call)


def run(function, text):
    """:return: the response of the echo endpoint"""
    command = [*RUN[function], text]
    output = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout
    return json.loads(output.decode().removeprefix("200\n"))


@pytest.mark.parametrize("function", RUN)
def test_what_arrives_is_what_was_written(url, client, function):
    for body in BODIES.values():
        call = {"method": "POST", "base": url, "target": "/code/a%20b?x=1&y=%27%26"}
        call.update(headers=[*HEADERS, ["Content-Type", "text/x"]], body=body)
        arrived = run(function, write(client, function, call))
        assert base64.b64decode(arrived["body"]) == body.encode()
        assert arrived["text"].encode("latin-1").decode() == HEADERS[0][1]
        assert (arrived["empty"], arrived["type"]) == ("", "text/x")
        assert (arrived["method"], arrived["query"]) == ("POST", "x=1&y=%27%26")


@pytest.mark.parametrize("function", RUN)
def test_no_content_type_is_added(url, client, function):
    call = {"method": "POST", "base": url, "target": "/code/x", "headers": []}
    arrived = run(function, write(client, function, {**call, "body": "text"}))
    assert (arrived["type"], base64.b64decode(arrived["body"])) == (None, b"text")


def test_fetch_sends_the_same(url, client):
    call = {"method": "POST", "base": url, "target": "/code/x", "headers": HEADERS}
    for body in BODIES.values():
        text = write(client, "toJavaScript", {**call, "body": body})
        text = text.replace("console.log(response.status, await ", "return (await ")
        arrived = json.loads(client.evaluate(f"async () => {{ {text} }}"))
        assert base64.b64decode(arrived["body"]) == body.encode()
        assert arrived["text"].encode("latin-1").decode() == HEADERS[0][1]


def test_the_copied_curl_works(url, client):
    client.context.grant_permissions(["clipboard-read", "clipboard-write"])
    client.click(".o_data_row:has-text('/code/')")
    client.click(".o_endpoint_try_it_button")
    client.fill(".o_endpoint_try_it input[name=path_rest]", "it's/here")
    client.click(".o_endpoint_tabs [name=code]")
    client.click(".o_endpoint_try_it .o_clipboard_button")
    copied = client.evaluate("navigator.clipboard.readText()")
    assert run("toCurl", copied)["method"] == "POST"
    assert "/code/it's/here" in copied.replace("'\\''", "'")
