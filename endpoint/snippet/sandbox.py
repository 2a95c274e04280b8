"""Odoo's sandbox (``odoo/tools/safe_eval.py``), with a cache of compiled code.

``safe_eval`` compiles and checks its text on each call. This module calls the same
functions once per text, so both accept the same code.
"""

import functools
import traceback
from itertools import repeat
from types import CodeType, ModuleType
from typing import Any

from psycopg2 import IntegrityError

from odoo.exceptions import ConcurrencyError
from odoo.tools import safe_eval as odoo_sandbox

from ..exceptions import SnippetFailure

_FILENAME = "<endpoint code>"
# Odoo retries ConcurrencyError and turns IntegrityError into a user message
# (``service/model.py``): let both pass.
_FOR_ODOO = (ConcurrencyError, IntegrityError)


@functools.lru_cache(maxsize=2048)
def compile_snippet(text: str) -> CodeType:
    """Texts that are only checked and not served: ``compile_snippet.__wrapped__``.

    :param text: Python statements
    :raise SyntaxError, NameError, ValueError: as ``safe_eval`` does
    """
    text = strip(text)
    code = odoo_sandbox.compile_codeobj(text, filename=_FILENAME, mode="exec")
    odoo_sandbox.assert_valid_codeobj(odoo_sandbox._SAFE_OPCODES, code, text)
    return code


def strip(text: str) -> str:
    """Strip a snippet as ``safe_eval`` does, but keep its line numbers."""
    blank = text[: len(text) - len(text.lstrip())]
    return "\n" * blank.count("\n") + text.strip()


def run(text: str, context: dict[str, Any], name: str) -> None:
    """Execute a snippet with fresh globals.

    :param text: Python statements
    :param context: variables; those that the snippet sets are added
    :param name: of the endpoint, for the log
    :raise SnippetFailure: the snippet raised an unexpected exception
    """
    code = compile_snippet(text)
    assert type(code) is CodeType
    if any(map(isinstance, context.values(), repeat(ModuleType))):
        odoo_sandbox.check_values(context)  # words the refusal
    namespace = dict(context, __builtins__=dict(odoo_sandbox._BUILTINS))
    try:
        odoo_sandbox.unsafe_eval(code, namespace)
    except _FOR_ODOO:
        raise
    except odoo_sandbox._BUBBLEUP_EXCEPTIONS as exc:
        if isinstance(exc, ZeroDivisionError):
            raise SnippetFailure(name, line_of(exc), exc) from exc
        raise
    except Exception as exc:
        raise SnippetFailure(name, line_of(exc), exc) from exc
    namespace.pop("__builtins__", None)
    context.update(namespace)


def is_of_snippet(code: CodeType) -> bool:
    """:return: whether a snippet defines the code"""
    return code.co_filename == _FILENAME


def line_of(exc: BaseException) -> int | None:
    """:return: the innermost line of the snippet in the traceback"""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(exc.__traceback__)
        if frame.filename == _FILENAME
    ]
    return lines[-1] if lines else None
