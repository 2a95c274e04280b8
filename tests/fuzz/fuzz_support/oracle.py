"""Checks responses against rules that hold for every request."""

import json

MEMBERS = {"name", "message", "arguments", "context", "debug"}


def complaint(case, answer):
    """:return: str: what is wrong with a response, or None"""
    if answer.status is None:
        # Not a request at all; see Case.malformed.
        return None if case.malformed else "closed without an answer"
    if answer.status >= 500:
        # http.server's 501 and 505: a method or version that the server does not know.
        if case.malformed and answer.status in (501, 505):
            return None
        return f"status {answer.status}"
    if b"Traceback" in answer.body or b'File "/' in answer.body:
        return "a traceback"
    if "x-injected" in answer.headers:
        return "a header of the caller's"
    if case.malformed or not case.matches or case.head:
        return None
    return _complaint_of_refusal(case, answer)


def _complaint_of_refusal(case, answer):
    if answer.status < 400 and not (case.jsonrpc and b'"error"' in answer.body):
        return None
    try:
        body = answer.json()
        if case.jsonrpc and "error" in body:
            body = body["error"]["data"]
    except (ValueError, TypeError):
        return f"{answer.status} without the error object"
    if not isinstance(body, dict) or not body.keys() >= MEMBERS:
        return f"{answer.status} without the error object: {json.dumps(body)[:200]}"
    if body["debug"] != "":
        return "debug is told"
    return None
