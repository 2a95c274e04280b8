"""Errors that a request can cause."""

from typing import Any

from werkzeug.exceptions import BadRequest

from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException


class RequestValidationError(EndpointHTTPException, BadRequest):
    """Part of the request is invalid (400).

    :param list detail: all errors, each ``{"loc": ["body", …], "msg", "type"}`` with
        the type ``json_invalid``, ``xml_invalid``, ``xml_schema`` or the keyword of
        the schema that failed; ``loc`` begins with the part, such as ``body``
    :param bool truncated: there were more errors
    """

    def __init__(self, detail: list[dict[str, Any]], truncated: bool = False) -> None:
        self.detail = list(detail)
        first = self.detail[0] if self.detail else {}
        part, *path = first.get("loc") or ["body"]
        if part == "query" and path:
            part = f"query parameter “{path[0]}”"
        count = len(self.detail)
        more = f" (and {count - 1} more)" if count > 1 else ""
        extra = {"detail": self.detail}
        if truncated:
            extra["truncated"] = True
        message = f"The request's {part} is invalid: {first.get('msg', 'invalid')}"
        super().__init__(message + more, extra=extra)


class SnippetAnswer(EndpointHTTPException):
    """The error response that a snippet raises with ``error(…)``.

    :param int status: 400 to 599
    :param str message: for the caller
    :param str code: a name for programs to compare
    :param details: anything that JSON can represent
    """

    def __init__(
        self, status: int, message: str, code: str | None = None, details: Any = None
    ) -> None:
        if not isinstance(status, int) or not 400 <= status <= 599:
            raise ValueError(f"error(): {status!r} is not an error status (400-599)")
        extra = {"code": code, "details": details}
        extra = {name: value for name, value in extra.items() if value is not None}
        super().__init__(str(message), status, extra=extra)

    @property
    def name(self) -> str:
        return "Endpoint error"


class SnippetFailure(Exception):
    """A snippet failed, or raised an unexpected exception (500).

    :param str name: of the endpoint
    :param int line: of the snippet, None if unknown
    """

    def __init__(self, name: str, line: int | None, cause: BaseException) -> None:
        super().__init__(f"“{name}”, line {line or '?'} of the code: {cause!r}")
