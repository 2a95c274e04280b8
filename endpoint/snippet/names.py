"""The names that every snippet can use. Those that depend on the request are in
``endpoint.mixin._get_code_snippet_eval_context``, the help of both in ``docs.py``.
"""

import base64
import csv
import hashlib
import hmac
import io
import uuid
from typing import Any

import pytz
import regex
import werkzeug.exceptions
from lxml import etree

from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.http import Response
from odoo.tools import safe_eval
from odoo.tools.float_utils import float_compare, float_is_zero, float_round

from ..exceptions import SnippetAnswer
from ..validation import xml_elements

_HASHES = (
    *("sha1", "sha224", "sha256", "sha384", "sha512"),
    *("sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"),
    *("blake2b", "blake2s", "md5", "new"),
)
_HTTP_ERRORS = (
    *("NotFound", "BadRequest", "Unauthorized", "Forbidden", "MethodNotAllowed"),
    *("NotAcceptable", "Conflict", "Gone", "PreconditionFailed"),
    *("UnprocessableEntity", "TooManyRequests", "ServiceUnavailable"),
)
_PYTHON_ERRORS = (
    *(ArithmeticError, AttributeError, IndexError, KeyError, LookupError),
    *(OverflowError, TypeError, UnicodeError, ValueError, ZeroDivisionError),
)
_ODOO_ERRORS = (AccessError, MissingError, UserError, ValidationError)
# Seconds. A backtracking pattern could block the worker for hours.
_MATCH_TIMEOUT = 0.5


class Namespace:
    """Exposes names to a snippet, without access to their modules."""

    def __init__(self, **names: Any) -> None:
        self.__dict__.update(names)


def error(
    status: int, message: str, code: str | None = None, details: Any = None
) -> SnippetAnswer:
    """Create the error response that a snippet raises."""
    return SnippetAnswer(status, message, code, details)


def make_response(
    response: Any = None,
    status: int | None = None,
    headers: Any = None,
    mimetype: str | None = None,
    content_type: str | None = None,
) -> Response:
    """Odoo's ``Response`` without templates, which could be rendered as any user.

    :raise TypeError: an unknown argument, such as a template's context
    """
    return Response(
        response,
        status=status,
        headers=headers,
        mimetype=mimetype,
        content_type=content_type,
    )


def _bounded(function, limit=None):
    """
    :param function: a function of ``regex``
    :param limit: name of the argument that limits the number of matches
    :return: the function with a time limit; its pattern must be text
    """

    def match(pattern, *args, flags=0, **limits):
        """:raise TimeoutError: matching takes too long"""
        if not limits.keys() <= {limit}:
            raise TypeError(f"unknown arguments: {sorted(limits)}")
        return function(
            pattern,
            *args,
            flags=int(flags),
            timeout=_MATCH_TIMEOUT,
            concurrent=True,
            **limits,
        )

    return match


#: name -> value
CONSTANTS: dict[str, Any] = {
    "datetime": safe_eval.datetime,
    "dateutil": safe_eval.dateutil,
    "time": safe_eval.time,
    "timezone": pytz.timezone,
    "json": safe_eval.json,
    "csv": safe_eval.wrap_module(csv, ["reader", "writer", "DictReader", "DictWriter"]),
    "io": Namespace(StringIO=io.StringIO, BytesIO=io.BytesIO),
    "re": Namespace(
        search=_bounded(regex.search),
        match=_bounded(regex.match),
        fullmatch=_bounded(regex.fullmatch),
        findall=_bounded(regex.findall),
        split=_bounded(regex.split, "maxsplit"),
        sub=_bounded(regex.sub, "count"),
        escape=regex.escape,
        IGNORECASE=int(regex.IGNORECASE),
        MULTILINE=int(regex.MULTILINE),
        DOTALL=int(regex.DOTALL),
    ),
    "etree": Namespace(
        Element=xml_elements.make_element,
        SubElement=xml_elements.make_child,
        tostring=xml_elements.to_text,
        QName=etree.QName,
    ),
    "uuid": Namespace(
        UUID=uuid.UUID,
        uuid4=uuid.uuid4,
        uuid5=uuid.uuid5,
        NAMESPACE_DNS=uuid.NAMESPACE_DNS,
        NAMESPACE_URL=uuid.NAMESPACE_URL,
    ),
    "base64": safe_eval.wrap_module(
        base64,
        [
            *("b64encode", "b64decode", "urlsafe_b64encode", "urlsafe_b64decode"),
            *("b32encode", "b32decode", "b16encode", "b16decode"),
        ],
    ),
    "b64encode": base64.b64encode,
    "b64decode": base64.b64decode,
    "hashlib": safe_eval.wrap_module(hashlib, _HASHES),
    "hmac": safe_eval.wrap_module(hmac, ["new", "compare_digest"]),
    "Command": Command,
    "float_compare": float_compare,
    "float_is_zero": float_is_zero,
    "float_round": float_round,
    "reversed": reversed,
    "frozenset": frozenset,
    "Response": make_response,
    "error": error,
    "werkzeug": Namespace(
        exceptions=Namespace(
            **{name: getattr(werkzeug.exceptions, name) for name in _HTTP_ERRORS}
        )
    ),
    "exceptions": Namespace(**{kind.__name__: kind for kind in _ODOO_ERRORS}),
    **{kind.__name__: kind for kind in (*_ODOO_ERRORS, *_PYTHON_ERRORS)},
}
