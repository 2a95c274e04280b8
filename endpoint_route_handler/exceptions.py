"""Errors that carry everything in their response: status, headers, members."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.exceptions import HTTPException, MethodNotAllowed, UnsupportedMediaType

from odoo.http import Response


class EndpointHandlerNotFound(Exception):
    """The Python handler that a rule names cannot be imported."""


class EndpointHTTPException(HTTPException):
    """An error response: the base class of all endpoint errors.

    :param str description: for the caller
    :param int status: required if the class defines none
    :param headers: pairs of name and value
    :param dict extra: members of the error object, such as ``detail``
    """

    #: dotted name in the error object, by default the name of the class
    error_name: str | None = None
    error_headers: Iterable[tuple[str, str]] = ()
    error_extra: dict[str, Any] = {}

    def __init__(
        self,
        description: str | None = None,
        status: int | None = None,
        headers: Iterable[tuple[str, str]] | None = None,
        extra: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(description=description, **kwargs)
        if status is not None:
            self.code = status
        if headers is not None:
            self.error_headers = headers
        if extra is not None:
            self.error_extra = extra

    def get_headers(self, environ=None, scope=None) -> list[tuple[str, str]]:
        return [*super().get_headers(environ, scope), *self.error_headers]


class MediaTypeNotSupported(EndpointHTTPException, UnsupportedMediaType):
    """415, with the supported media types in ``Accept`` (RFC 9110 §15.5.16), and in
    ``Accept-Patch`` as well for PATCH (RFC 5789 §2.2).
    """

    error_name = "werkzeug.exceptions.UnsupportedMediaType"

    def __init__(self, description: str, accept: str, method: str = "") -> None:
        headers = [("Accept", accept)]
        if method == "PATCH":
            headers.append(("Accept-Patch", accept))
        super().__init__(description, headers=headers)


class EndpointMethodNotAllowed(EndpointHTTPException, MethodNotAllowed):
    """405: endpoint rules match the path, but none of them the method.

    :param handlers: method -> handler, of all rules of the path; the methods are sent
        as ``Allow``
    """

    error_name = "werkzeug.exceptions.MethodNotAllowed"

    def __init__(self, handlers: Mapping[str, Any]) -> None:
        super().__init__(valid_methods=sorted(handlers))
        self.handlers = handlers


class Refusal(HTTPException):
    """A refusal with a finished response, raised before Odoo chose a dispatcher."""

    # Odoo logs the exception at this level (``http.py``, ``Application.__call__``).
    loglevel = logging.DEBUG

    def __init__(self, status: int, response: Response) -> None:
        super().__init__(response=response)
        self.code = status
