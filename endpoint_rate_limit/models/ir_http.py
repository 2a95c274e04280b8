"""Counts requests: by address before authentication, by caller after it."""

from typing import NamedTuple

import limits

from odoo import api, models, tools
from odoo.http import request

from odoo.addons.endpoint_route_handler.call import Call, call_of

from .. import rates
from ..exceptions import LimitsUnavailable, RateLimited, StorageFailed
from ..limiter import POSTGRESQL, Limiter, limiter_of

#: Prefix of the system parameters
PARAMETER = "endpoint_rate_limit."
ON_FAILURE = ("allow", "refuse")
_ADDON = "endpoint_rate_limit"
_EXPOSE = "Access-Control-Expose-Headers"


class Settings(NamedTuple):
    """The system parameters."""

    address_limits: tuple[limits.RateLimitItem, ...]
    storage: str
    is_refused_on_failure: bool


class Counted(NamedTuple):
    """The limits that a request was counted for."""

    #: prefix of their policy names
    prefix: str
    limits: tuple[limits.RateLimitItem, ...]
    #: windows of the limits; empty if the storage failed
    windows: list[rates.Window]


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        call = call_of(request)
        if call is None or call.is_preflight:
            super()._authenticate(endpoint)
            return
        settings = request.env["ir.http"]._rate_limit_settings()
        if items := settings.address_limits:
            # A separate bucket: forged calls never use up the quota of a caller.
            key = f"/address:{cls._rate_limit_address()}"
            cls._count_request(call, "address:", items, "fixed-window", key)
        super()._authenticate(endpoint)
        cls._count_caller(call)

    @classmethod
    def _count_caller(cls, call: Call) -> None:
        snapshot = cls._endpoint_snapshot(call)
        if not snapshot or not (text := snapshot["rate_limit"]):
            return
        caller = cls._rate_limit_subject(call, snapshot["rate_limit_scope"])
        key = f"{call.model}:{snapshot.record_id}/{caller}"
        strategy = snapshot["rate_limit_strategy"] or "fixed-window"
        cls._count_request(call, "", rates.parse(text), strategy, key)

    @classmethod
    def _rate_limit_subject(cls, call: Call, scope: str) -> str:
        """Hook: whom a request is counted for, such as ``key:3`` or ``user:2``. It is
        stored and must not contain a secret.

        :param scope: ``caller``, ``address`` or ``all``
        """
        uid = call.caller_uid
        if scope == "all":
            return scope
        if scope == "address" or uid in cls._get_public_users():
            return f"address:{cls._rate_limit_address()}"
        return f"key:{call.key_id}" if call.key_id else f"user:{uid}"

    @classmethod
    def _rate_limit_address(cls) -> str:
        """:return: the client's address; behind a proxy, Odoo needs proxy mode"""
        return rates.network(request.httprequest.remote_addr)

    @classmethod
    def _count_request(cls, call, prefix, items, strategy, key):
        """Count the request once, however often Odoo retries it. A dry run does not
        count, and is never refused.

        :raise RateLimited: a limit is exceeded
        :raise LimitsUnavailable: it cannot be counted, and the settings refuse it
        """
        counted = call.extras.setdefault(_ADDON, [])
        if call.is_dry_run or any(each.prefix == prefix for each in counted):
            return
        settings = request.env["ir.http"]._rate_limit_settings()
        limiter = limiter_of(request.db, settings.storage)
        windows: list[rates.Window] = []
        try:
            if counted and not counted[-1].windows:
                raise StorageFailed()  # failed a moment ago: do not wait twice
            windows = limiter.hit(items, strategy, key)
        except StorageFailed as exc:
            if settings.is_refused_on_failure:
                raise LimitsUnavailable() from exc
        finally:
            counted.append(Counted(prefix, items, windows))
        if windows and windows[-1].is_exceeded:
            # Limits of an address apply to all endpoints.
            company_id = None if prefix else call.snapshot["company_id"]
            cls._refuse_rate(limiter, key, windows[-1], company_id)

    @classmethod
    def _refuse_rate(
        cls, limiter: Limiter, key: str, window: rates.Window, company_id: int | None
    ) -> None:
        if limiter.note_refusal(key, window.reset):
            refusals = request.env["endpoint.rate.limit.refusal"]
            refusals._record(key, rates.name(window.limit), window.reset, company_id)
        raise RateLimited(window.reset)

    @classmethod
    def _endpoint_answer_headers(cls, call):
        answer_headers = super()._endpoint_answer_headers(call)
        counted = call.extras.get(_ADDON)
        if not counted:
            return answer_headers
        for name, values in (
            (rates.POLICY_HEADER, [rates.policies(it, at) for at, it, _ in counted]),
            (rates.HEADER, [rates.windows(left, at) for at, _, left in counted]),
        ):
            if value := ", ".join(filter(None, values)):
                answer_headers = [*answer_headers, (name, value)]
        if call.routing.get("cors"):
            exposed = [value for name, value in answer_headers if name == _EXPOSE]
            exposed += (rates.POLICY_HEADER, rates.HEADER, "Retry-After")
            answer_headers = [*answer_headers, (_EXPOSE, ", ".join(exposed))]
        return answer_headers

    # ------------------------------------------------------------
    # Cached
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache(cache="stable")  # cleared together with the parameters
    def _rate_limit_settings(self) -> Settings:
        get_param = self.env["ir.config_parameter"].sudo().get_param
        return Settings(
            rates.parse(get_param(f"{PARAMETER}address_limit") or ""),
            get_param(f"{PARAMETER}storage") or POSTGRESQL,
            get_param(f"{PARAMETER}on_failure") == "refuse",
        )
