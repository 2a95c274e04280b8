"""The id of a request: sent by the client or generated, and shown in the server log."""

import logging
import re
import threading

HEADER = "X-Request-ID"
# Visible ASCII only: line breaks would forge log lines, spaces make copying harder.
_VALID = re.compile(r"[!-~]{1,128}")
# https://www.w3.org/TR/trace-context/#traceparent-header, version 00
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def accept(value: str | None) -> str | None:
    """:return: the id that a client sent; None if it cannot be used"""
    return value if value and _VALID.fullmatch(value) else None


def accept_traceparent(value: str | None) -> str | None:
    """:return: the ``traceparent`` header if it is well-formed"""
    return value if value and _TRACEPARENT.fullmatch(value) else None


def mark_thread(request_id: str) -> None:
    """Set the id for the rest of this request. Odoo sets ``perf_t0`` at the start of
    each request (``http.py``, ``Application.__call__``), which invalidates the id.
    """
    thread = threading.current_thread()
    thread.endpoint_request = (getattr(thread, "perf_t0", None), request_id)


def add_to_line(record: logging.LogRecord) -> bool:
    """Filter for handlers: append the request id to the message, once."""
    thread = threading.current_thread()
    started, request_id = getattr(thread, "endpoint_request", (None, None))
    is_current = request_id and started == getattr(thread, "perf_t0", None)
    if is_current and not hasattr(record, "endpoint_request_id"):
        record.endpoint_request_id = request_id
        shown = request_id.replace("%", "%%") if record.args else request_id
        record.msg = f"{record.msg} [{shown}]"
    return True
