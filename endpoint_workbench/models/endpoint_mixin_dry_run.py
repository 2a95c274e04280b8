"""*Try it*: run a request against an endpoint as it stands in the form, and roll back.

Call graph::

    web_dry_run                        for the web client
        _dry_run_changes
            dry_run()                  the transaction, see ``dry_run/transaction.py``
            write the values of the form, then the rules
            serve()                    Odoo's own serving, see ``dry_run/request.py``
    _dry_run                           the same in Python, for the saved record
"""

import base64
import codecs
from typing import Any

from werkzeug.datastructures import Headers

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.endpoint_route_handler import signaling
from odoo.addons.endpoint_route_handler.routing import (
    EndpointMap,
    RuleStore,
    UncommittedMap,
)

from ..dry_run import guard
from ..dry_run.guard import DryRunStopped
from ..dry_run.request import CONCURRENCY, make_environ, make_session, serve
from ..dry_run.transaction import dry_run


class EndpointMixin(models.AbstractModel):
    _inherit = "endpoint.mixin"

    def _dry_run(
        self,
        method: str,
        path: str,
        query: Any = None,
        headers: Any = None,
        body: bytes | None = None,
        user: models.BaseModel | None = None,
    ) -> dict[str, Any]:
        """Send a request to this endpoint, in a transaction that is rolled back.

        It uses a new transaction, which sees only what is committed. Sequences without
        “no gap” advance, and files of attachments stay until Odoo removes them.

        :param path: such as ``/orders/7``, with or without a query string
        :param query: dict, or pairs of name and value
        :param headers: dict, or pairs of name and value
        :param user: the caller, a record of ``res.users``; None for nobody
        :return: ``status``; ``headers``, a dict; ``body``, bytes; ``is_truncated``,
            whether the body was longer; ``error``, None or the error object with
            ``debug`` and maybe ``line`` of the code; ``logs``, a list of ``{"level",
            "message"}``; ``queries``, a list of ``{"sql", "time"}``; ``duration``.
            Times are in milliseconds.
        :raise UserError: the dry run cannot begin, for example because of a lock
        """
        self.ensure_one()
        self.env.flush_all()
        return self._dry_run_changes({}, method, path, query, headers, body, user)

    def web_dry_run(self, changes: dict, call: dict) -> dict[str, Any]:
        """Like :meth:`_dry_run`, for the values in a form.

        :param changes: values as for ``web_save``; ``self`` is empty for a new record
        :param call: ``method``, ``path``, ``query`` and ``headers`` (pairs), ``body``
            (text), ``user_id`` (False for nobody)
        :return: as :meth:`_dry_run`, but ``body`` is text; if the bytes are not text,
            ``body_base64`` replaces it
        :raise UserError: the values cannot be saved, or HTTP cannot carry the request
        """
        self._check_try_access()
        user = self.env["res.users"].browse(call.get("user_id") or ())
        answer = self._dry_run_changes(
            changes,
            call.get("method") or "GET",
            call.get("path") or "/",
            call.get("query"),
            call.get("headers"),
            (call.get("body") or "").encode("utf-8", "replace"),
            user,
        )
        body, is_cut = answer.pop("body"), answer["is_truncated"]
        try:
            # The last character of a body that was cut may be incomplete.
            text = codecs.getincrementaldecoder("utf-8")().decode(body, not is_cut)
            return {**answer, "body": text}
        except UnicodeDecodeError:
            return {**answer, "body_base64": base64.b64encode(body).decode()}

    def _check_try_access(self) -> None:
        """:raise AccessError: the current user is not a system administrator"""
        if not self.env.is_system():
            raise AccessError(self.env._("Only administrators try endpoints."))

    def _dry_run_changes(self, changes, *call):
        shared = self.env["ir.http"].routing_map()
        try:
            with dry_run(self.pool) as run:
                with run.cursor() as cr:
                    # The routes of the dry run must not become those of others.
                    signaling.keep_private(run.private, UncommittedMap(shared, cr))
                    record = self._save_for_dry_run(self.env(cr=cr), changes)
                    environ, session = record._make_dry_run_request(*call)
                    cr.flush()
                    index = RuleStore.of(self.pool).index_of_transaction(cr)
                    own_map = EndpointMap(shared.core, index)
                    signaling.keep_private(run.private, own_map)
                answer = serve(environ, session, (record._name, record.id))
                return {**answer, "logs": run.logs}
        except DryRunStopped as exc:
            raise UserError(exc.description) from exc

    def _make_dry_run_request(self, method, path, query, headers, body, user):
        """
        :return: (WSGI environment, session)
        :raise UserError: HTTP cannot carry the request
        """
        user, body = user and user.with_env(self.env), body or b""
        url = self.get_base_url()
        try:
            headers = self._complete_dry_run_headers(user, headers, body)
            environ = make_environ(url, method, path, query, headers, body)
        except ValueError as exc:
            raise UserError(self.env._("This request cannot be sent: %s", exc)) from exc
        is_session = user and self._is_dry_run_by_session()
        return environ, make_session(self.env.cr.dbname, user if is_session else None)

    def _save_for_dry_run(self, env, changes):
        record = self.with_env(env)
        if record and not record.exists():
            raise UserError(env._("Save the endpoint first."))
        try:
            if not record:
                record = record.create(changes)
            elif changes:
                record.write(changes)
            record._register_for_dry_run()
            env.flush_all()
        except CONCURRENCY as exc:
            raise UserError(
                self.env._(
                    "Another transaction holds a lock on the endpoint. Try again when "
                    "it has ended."
                )
            ) from exc
        return record

    def _register_for_dry_run(self) -> None:
        """Hook: write the rules that the dry run matches, in its transaction. An
        archived endpoint is tried as if it were active.
        """
        if not self.active:
            self.active = True
        if not (self.registry_sync and self.is_served):
            self._handle_registry_sync()

    def _is_dry_run_by_session(self) -> bool:
        """Hook: whether callers have a session of Odoo. Clients with keys have none."""
        return self.auth_type in ("public", "user_endpoint")

    def _complete_dry_run_headers(self, user, headers, body):
        pairs = headers.items() if isinstance(headers, dict) else headers or ()
        # As WSGI has the bytes of UTF-8, which is what clients send (PEP 3333).
        headers = Headers(
            [
                (name, str(value).encode().decode("latin-1"))
                for name, value in pairs
                if name
            ]
        )
        media_type = self._media_type_of_bodies()
        if body and media_type and "*" not in media_type:
            headers.setdefault("Content-Type", media_type)
        if user:
            headers.update(self._dry_run_headers(user, headers, body))
        return headers

    @api.private
    def _code_snippet_log_func(self, message, level="info"):
        if run := guard.current():
            run.logs.append({"level": level, "message": str(message)})
            return
        super()._code_snippet_log_func(message, level)
