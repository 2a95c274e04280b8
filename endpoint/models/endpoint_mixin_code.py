"""Exec mode ``code``: a snippet of Python in Odoo's sandbox."""

import hashlib
import hmac

import werkzeug.exceptions

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.http import Response
from odoo.tools import safe_eval

from odoo.addons.endpoint_route_handler.call import call_of

from .. import sandbox, snippet_docs
from ..exceptions import SnippetAnswer, SnippetFailure

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


class _Namespace:
    """Names for a snippet, and nothing behind them."""

    def __init__(self, **names):
        self.__dict__.update(names)


_WERKZEUG = _Namespace(
    exceptions=_Namespace(
        **{name: getattr(werkzeug.exceptions, name) for name in _HTTP_ERRORS}
    )
)
_EXCEPTIONS = _Namespace(UserError=UserError, ValidationError=ValidationError)
_HASHLIB = safe_eval.wrap_module(hashlib, _HASHES)
_HMAC = safe_eval.wrap_module(hmac, ["new", "compare_digest"])


def error(status, message, code=None, details=None):
    """Make an answer of the author's own, to be raised."""
    return SnippetAnswer(status, message, code, details)


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    code_snippet = fields.Text(
        string="Code",
        help="Python that sets “result”. The tab “Code Help” lists its variables.",
    )
    code_snippet_docs = fields.Text(
        string="Code Help",
        compute="_compute_code_snippet_docs",
        default=lambda self: self._default_code_snippet_docs(),
    )

    def _compute_code_snippet_docs(self):
        docs = self._default_code_snippet_docs()
        for record in self:
            record.code_snippet_docs = docs

    def _default_code_snippet_docs(self):
        """:return: text made of the variables that a snippet really has"""
        return snippet_docs.render(self._get_code_snippet_eval_context(None))

    def _code_snippet_valued(self):
        """:return: True where there is more than comments"""
        lines = (self.code_snippet or "").splitlines()
        return any(line.strip() and not line.strip().startswith("#") for line in lines)

    def _validate_exec__code(self):
        """:raise UserError: no code, or code that the sandbox refuses"""
        if not self._code_snippet_valued():
            raise UserError(
                self.env._("“%s”: write the code that answers the request.", self.name)
            )
        try:
            sandbox.compile_snippet(self.code_snippet)
        except SyntaxError as exc:
            raise UserError(
                self.env._(
                    "“%(name)s”, line %(line)s of the code: %(error)s",
                    name=self.name,
                    line=exc.lineno,
                    error=exc.msg,
                )
            ) from exc
        except (NameError, TypeError, ValueError) as exc:
            raise UserError(
                self.env._(
                    "“%(name)s”: the code uses what is not allowed: %(error)s",
                    name=self.name,
                    error=exc.args[0].partition(" in ")[0].partition(" (")[0],
                )
            ) from exc

    def _handle_exec__code(self, request):
        """Run the snippet.

        :return: result dict
        :raise SnippetFailure: the snippet failed, or made no result
        """
        if not self._code_snippet_valued():
            return {}
        context = self._get_code_snippet_eval_context(request)
        sandbox.run(self.code_snippet, context, self.name)
        result = context.get("result")
        if not isinstance(result, dict):
            raise SnippetFailure(
                self.name, None, TypeError(f"“result” must be a dict, not {result!r}")
            )
        return result

    def _get_code_snippet_eval_context(self, request):
        """:param request: :data:`odoo.http.request`; None where only the names count
        :return: dict of the variables of a snippet
        """
        call = call_of(request)
        caller_uid = (call and call.caller_uid) or self.env.uid
        return {
            "env": self.env,
            "user": self.env.user,
            "caller": self.env["res.users"].browse(caller_uid),
            "endpoint": self,
            "request": request,
            "body": call and call.body,
            "datetime": safe_eval.datetime,
            "dateutil": safe_eval.dateutil,
            "time": safe_eval.time,
            "json": safe_eval.json,
            "Response": Response,
            "werkzeug": _WERKZEUG,
            "exceptions": _EXCEPTIONS,
            "hashlib": _HASHLIB,
            "hmac": _HMAC,
            "error": error,
            "log": self._code_snippet_log_func,
        }

    @api.private
    def _code_snippet_log_func(self, message, level="info"):
        """Write a line to ``ir.logging``, in a transaction of its own so that it
        stays when the request is rolled back.
        """
        with self.pool.cursor() as cr:
            cr.execute(
                """
                INSERT INTO ir_logging (create_date, create_uid, type, dbname, name,
                                        level, message, path, line, func)
                VALUES (now() AT TIME ZONE 'UTC', %s, 'server', %s, %s,
                        %s, %s, 'endpoint', %s, %s)
                """,
                (
                    self.env.uid,
                    cr.dbname,
                    self._name,
                    level,
                    str(message),
                    str(self.id),
                    self.name,
                ),
            )
