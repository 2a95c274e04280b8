"""Odoo's sandbox (``odoo/tools/safe_eval.py``), with the compiled code kept.

``safe_eval`` compiles and checks its text at each call. Here the same functions of
that module do so once for each text; what is accepted and refused is theirs to say.
"""

import functools
import traceback
from types import CodeType

from psycopg2 import IntegrityError

from odoo.exceptions import ConcurrencyError
from odoo.tools import safe_eval as odoo_sandbox

from .exceptions import SnippetFailure

_FILENAME = "<endpoint code>"
# Odoo repeats the request after the one and words the other (``service/model.py``).
_FOR_ODOO = (ConcurrencyError, IntegrityError)


@functools.lru_cache(maxsize=2048)
def compile_snippet(text):
    """
    :param str text: Python statements
    :return: code object that may be given to :func:`run`
    :raise SyntaxError, NameError, ValueError: as ``safe_eval`` does
    """
    code = odoo_sandbox.compile_codeobj(text.strip(), filename=_FILENAME, mode="exec")
    odoo_sandbox.assert_valid_codeobj(odoo_sandbox._SAFE_OPCODES, code, text)
    return code


def run(text, context, name):
    """Execute a snippet with fresh globals.

    :param str text: Python statements
    :param dict context: variables; those that the snippet sets are added to it
    :param str name: of the endpoint, for the log
    :raise SnippetFailure: for what the snippet did not mean to raise
    """
    code = compile_snippet(text)
    assert type(code) is CodeType
    odoo_sandbox.check_values(context)
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


def line_of(exc):
    """:return: line of the snippet at which an exception passed, or None"""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(exc.__traceback__)
        if frame.filename == _FILENAME
    ]
    return lines[-1] if lines else None
