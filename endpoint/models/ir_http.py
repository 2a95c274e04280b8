"""Whom a request to an endpoint runs as."""

from werkzeug.exceptions import NotFound

from odoo import http, models
from odoo.http import request

from .. import rpc
from ..snapshot import Snapshot


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        rule, args = super()._match(path_info)
        if cls._is_hidden_from_session(rule.endpoint):
            request.endpoint = None
            raise NotFound()
        return rule, args

    @classmethod
    def _is_hidden_from_session(cls, endpoint):
        """An endpoint of a company that the session's user may not see does not match:
        the answer is that of an unknown path.
        """
        rule_key = getattr(endpoint, "rule_key", None)
        if rule_key is None or not request.session.uid:
            return False
        model = rule_key.partition(":")[0]
        if not rpc.is_closed(request.registry, model):
            return False
        snapshot = request.env[model]._endpoint_snapshot(rule_key)
        if not snapshot["company_id"] or snapshot["exec_as_user_id"]:
            return False
        user = request.env["res.users"].sudo().browse(request.session.uid)
        return snapshot["company_id"] not in user._get_company_ids()

    @classmethod
    def _authenticate(cls, endpoint):
        super()._authenticate(endpoint)
        rule_key = getattr(endpoint, "rule_key", None)
        if rule_key is None or http.is_cors_preflight(request, endpoint):
            return
        model = rule_key.partition(":")[0]
        if rpc.is_closed(request.registry, model):
            snapshot = request.env[model]._endpoint_snapshot(rule_key)
            request.endpoint_snapshot = snapshot
            cls._switch_to_exec_user(snapshot)

    @classmethod
    def _switch_to_exec_user(cls, snapshot):
        """Before path parameters are checked, so that they are with the right rights.

        :raise NotFound: the endpoint is of a company that the caller may not see
        """
        exec_uid = snapshot["exec_as_user_id"]
        request.endpoint_caller_uid = request.env.uid
        user_id = exec_uid or request.env.uid
        env = request.env(user=user_id, su=False)
        context = dict(env["res.users"].context_get())
        if lang := cls._accepted_language():
            context["lang"] = lang
        if company_id := snapshot["company_id"]:
            if not exec_uid and company_id not in env.user._get_company_ids():
                request.endpoint = None  # the words of an unknown path, not ours
                raise NotFound()
            context["allowed_company_ids"] = [company_id]
        request.update_env(user=user_id, context=context, su=False)

    @classmethod
    def _accepted_language(cls):
        """:return: code of the installed language that the caller likes best (RFC 9110
        §12.5.4), None where it names none
        """
        accepted = request.httprequest.accept_languages
        if not accepted:
            return None
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        for tag in accepted.values():
            wanted = tag.replace("-", "_")
            for code in installed:
                if code == wanted or code.partition("_")[0] == wanted:
                    return code
            for code in installed:
                if code.partition("_")[0] == wanted.partition("_")[0]:
                    return code
        return None

    @classmethod
    def _endpoint_answer_headers(cls, endpoint):
        headers = super()._endpoint_answer_headers(endpoint)
        # Not there where a caller is refused before authentication.
        snapshot = getattr(request, "endpoint_snapshot", None)
        model = endpoint.rule_key.partition(":")[0]
        if snapshot is None and rpc.is_closed(request.registry, model):
            try:
                snapshot = request.env[model]._endpoint_snapshot(endpoint.rule_key)
            except NotFound:
                return headers  # deleted meanwhile
        if snapshot is not None:
            headers = [*headers, *cls._snapshot_answer_headers(endpoint, snapshot)]
        return headers

    @classmethod
    def _snapshot_answer_headers(cls, endpoint, snapshot):
        """A hook for headers that a record asks for on all its answers, refusals too.

        :param endpoint: the endpoint of the rule, with ``.routing``
        :param snapshot: :class:`Snapshot` of its record
        :return: list of (name, value)
        """
        exposed = cls._snapshot_exposed_headers(snapshot)
        if exposed and endpoint.routing.get("cors"):
            return [("Access-Control-Expose-Headers", ", ".join(exposed))]
        return []

    @classmethod
    def _snapshot_exposed_headers(cls, snapshot: Snapshot) -> tuple[str, ...]:
        """Hook: names of the response headers that pages of other sites may read
        (Fetch standard §3.2.3).
        """
        return ()

    @classmethod
    def _pre_dispatch(cls, rule, args):
        super()._pre_dispatch(rule, args)
        # /json/2/<__model__>/<__method__> (addons/rpc/controllers/json2.py)
        model = args.get("__model__")
        if model and rpc.is_closed(request.registry, model):
            raise rpc.refusal(request.env, model)
