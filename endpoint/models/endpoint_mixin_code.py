"""Exec mode ``code``: a Python snippet in Odoo's sandbox."""

from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.endpoint_route_handler import failure_log
from odoo.addons.endpoint_route_handler.call import call_of

from ..exceptions import SnippetFailure
from ..snippet import check, docs, names, sandbox, warnings
from ..snippet.request_view import RequestView


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    code_snippet = fields.Text(
        string="Code",
        help="Python code that sets “result”. The “Code Help” tab lists the variables.",
    )
    code_snippet_warning = fields.Text(
        string="Code warning", compute="_compute_code_snippet_warning"
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

    def _default_code_snippet_docs(self) -> str:
        return docs.render(self._get_code_snippet_eval_context(None))

    def _code_snippet_valued(self) -> bool:
        """:return: whether the code contains more than comments"""
        lines = (self.code_snippet or "").splitlines()
        return any(line.strip() and not line.strip().startswith("#") for line in lines)

    def _validate_exec__code(self):
        """:raise UserError: there is no code, or the sandbox refuses it"""
        if not self._code_snippet_valued():
            raise UserError(
                self.env._("“%s”: enter the code that handles the requests.", self.name)
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
            refusals = check.find_refusals(sandbox.strip(self.code_snippet))
            raise UserError(
                self.env._(
                    "“%(name)s”: the code is not allowed: %(error)s",
                    name=self.name,
                    error=refusals[0].render(self.env)
                    if refusals
                    else exc.args[0].partition(" in ")[0].partition(" (")[0],
                )
            ) from exc

    @api.depends("code_snippet", "exec_mode")
    def _compute_code_snippet_warning(self):
        names = set(self._get_code_snippet_eval_context(None))
        for record in self:
            text = sandbox.strip(record.code_snippet or "")
            findings = []
            if record.exec_mode == "code" and record._code_snippet_valued():
                # Code that does not compile is rejected at save.
                with suppress(SyntaxError, ValueError):
                    findings = warnings.find_warnings(text, names)
            lines = [finding.render(self.env) for finding in findings]
            record.code_snippet_warning = "\n".join(lines) or False

    def _handle_exec__code(self, request):
        """
        :return: result dict
        :raise SnippetFailure: the snippet failed, or set no result
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
        """
        :param request: :data:`odoo.http.request`; None if only the names are needed
        :return: the variables of a snippet
        """
        call = call_of(request)
        caller_uid = (call and call.caller_uid) or self.env.uid
        return {
            "env": self.env,
            "user": self.env.user,
            "caller": self.env["res.users"].browse(caller_uid),
            "endpoint": self,
            "request": request and RequestView(request),
            "body": call and call.body,
            "log": self._code_snippet_log_func,
            **names.CONSTANTS,
        }

    @api.private
    def _code_snippet_log_func(self, message, level="info"):
        """Write a line to ``ir.logging`` in a new transaction, so that it survives a
        rollback of the request.
        """
        record = (self._name, self.id)
        failure_log.insert(
            *(self.pool.db_name, record, level, str(message), self.name, self.env.uid)
        )
