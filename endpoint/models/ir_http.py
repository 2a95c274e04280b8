"""The user, company and language of a request to an endpoint, and the headers of its
record. Closes JSON-2 on endpoint models.
"""

from werkzeug.exceptions import Forbidden, NotFound, ServiceUnavailable

from odoo import SUPERUSER_ID, api, models, tools
from odoo.http import request

from odoo.addons.endpoint_route_handler.call import Call, call_of

from .. import rpc
from ..pure import deprecation, language
from ..snapshot import Snapshot, is_endpoint_model

#: key of ``Call.extras``: the valid API key that the caller sent
KEY = "endpoint"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _is_endpoint_hidden(cls, call):
        """Endpoints of companies that the session's user may not see do not match: the
        response is the same as for an unknown path.
        """
        if super()._is_endpoint_hidden(call):
            return True
        uid = call.request.session.uid
        if not uid:
            return False
        snapshot = cls._endpoint_snapshot(call)
        if not snapshot or not snapshot["company_id"] or snapshot["exec_as_user_id"]:
            return False
        user = request.env["res.users"].sudo().browse(uid)
        return snapshot["company_id"] not in user._get_company_ids()

    @classmethod
    def _endpoint_snapshot(cls, call: Call) -> Snapshot | None:
        """:return: the stored values of the record; None if the rule's model is not an
            endpoint model
        :raise NotFound: the record was deleted meanwhile
        """
        current = call.request
        if call.snapshot is None and is_endpoint_model(current.registry, call.model):
            model = current.env[call.model]
            call.snapshot = model._endpoint_snapshot(call.rule_key)
            call.observers = call.snapshot.observers
        return call.snapshot

    @classmethod
    def _authenticate(cls, endpoint):
        call = call_of(request)
        if call:
            call.snapshot = None  # a retry may need a newer one
        super()._authenticate(endpoint)
        if not call or call.is_preflight:
            return
        call.caller_uid = call.request.env.uid
        if snapshot := cls._endpoint_snapshot(call):
            cls._switch_to_exec_user(snapshot)
            cls._refuse_caller(call, snapshot)

    @classmethod
    def _refuse_caller(cls, call: Call, snapshot: Snapshot) -> None:
        """Hook: refuse a caller who is authenticated but may not call the endpoint.
        Called before the body is read.

        :raise Forbidden: with the reason
        """
        if key := call.extras.get(KEY):
            cls._refuse_key(snapshot, key)
        if groups := snapshot.relations.get("group_ids"):
            user = request.env["res.users"].sudo().browse(call.caller_uid)
            if not set(groups).intersection(user._get_group_ids()):
                raise Forbidden("You are not in a group that may call this endpoint.")
        if key:
            cls._note_key_use(key)

    @classmethod
    def _switch_to_exec_user(cls, snapshot: Snapshot) -> None:
        """Called before Odoo checks the records in path parameters, so that the rights
        of this user apply to them.

        :raise NotFound: the caller has no access to the company of the endpoint
        :raise ServiceUnavailable: the *Run as* user is archived or deleted
        """
        exec_uid = snapshot["exec_as_user_id"]
        user_id = exec_uid or request.env.uid
        env = request.env(user=user_id, su=False)
        if exec_uid and not env["ir.http"]._endpoint_is_exec_user_usable(exec_uid):
            raise ServiceUnavailable("The endpoint is not available at the moment.")
        context = dict(env["res.users"].context_get())
        if lang := cls._accepted_language():
            context["lang"] = lang
        if company_id := snapshot["company_id"]:
            if not exec_uid and company_id not in env.user._get_company_ids():
                request.endpoint_call = None  # same response as for an unknown path
                raise NotFound()
            context["allowed_company_ids"] = [company_id]
        request.update_env(user=user_id, context=context, su=False)

    @api.model
    @tools.ormcache("uid")  # Odoo clears it when a user is archived or deleted
    def _endpoint_is_exec_user_usable(self, uid: int) -> bool:
        """:return: False for a deleted or archived user, except the public user and
        OdooBot, which Odoo itself archives
        """
        if uid in (SUPERUSER_ID, self.env.ref("base.public_user").id):
            return True
        return self.env["res.users"].sudo().browse(uid).exists().active

    @classmethod
    def _accepted_language(cls) -> str | None:
        """:return: code of the installed language that the caller prefers; None if the
        caller names no installed language
        """
        accepted = request.httprequest.accept_languages
        if not accepted:
            return None
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        return language.preferred(list(accepted), installed)

    @classmethod
    def _accept_patch(cls, call):
        snapshot = cls._endpoint_snapshot(call)
        if snapshot is None:
            return super()._accept_patch(call)
        return cls._snapshot_accept_patch(snapshot)

    @classmethod
    def _snapshot_accept_patch(cls, snapshot: Snapshot) -> str:
        """Hook: see :meth:`_accept_patch`"""
        return snapshot["request_content_type"] or ""

    @classmethod
    def _endpoint_answer_headers(cls, call):
        headers = super()._endpoint_answer_headers(call)
        try:
            snapshot = cls._endpoint_snapshot(call)
        except NotFound:
            return headers  # the record was deleted meanwhile
        if snapshot is None:
            return headers
        if snapshot.answer_headers is None:
            snapshot.answer_headers = cls._snapshot_answer_headers(call, snapshot)
        return [*headers, *snapshot.answer_headers]

    @classmethod
    def _snapshot_answer_headers(
        cls, call: Call, snapshot: Snapshot
    ) -> list[tuple[str, str]]:
        """Hook for headers that all responses of a record have, including errors. The
        result is cached until the record changes.

        :param snapshot: the stored values of the record
        """
        headers = []
        if snapshot["deprecated"] and snapshot["deprecated_since"]:
            dates = snapshot["deprecated_since"], snapshot["sunset_date"]
            headers += deprecation.headers(*dates)
        exposed = cls._snapshot_exposed_headers(snapshot)
        if exposed and call.routing.get("cors"):
            headers.append(("Access-Control-Expose-Headers", ", ".join(exposed)))
        return headers

    @classmethod
    def _snapshot_exposed_headers(cls, snapshot: Snapshot) -> tuple[str, ...]:
        """Hook: names of the response headers that other sites may read
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
