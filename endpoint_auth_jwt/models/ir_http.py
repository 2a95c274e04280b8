"""Authenticates requests with a token."""

import logging
import re
from contextlib import suppress
from typing import Any

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from odoo import SUPERUSER_ID, models
from odoo.http import request
from odoo.tools import escape_psql

from odoo.addons.endpoint_route_handler.call import Call, call_of
from odoo.addons.endpoint_route_handler.exceptions import EndpointHTTPException

from .. import tokens
from ..jwks import KeySet

_logger = logging.getLogger(__name__)
_BEARER = re.compile(r"bearer +(\S+)", re.I)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_jwt(cls) -> None:
        """
        :raise Unauthorized: no valid token (RFC 6750 §3); the response is the same for
            every reason
        :raise EndpointHTTPException: the token lacks a scope (403)
        """
        call = call_of(request)
        if call is None:  # a controller of another addon
            raise Unauthorized()
        request.session.can_save = False  # stateless
        header = request.httprequest.headers.get("Authorization")
        try:
            sent = _BEARER.fullmatch(header or "")
            if not sent:
                raise tokens.InvalidToken("there is none")
            uid = cls._jwt_uid(call, sent[1])
        except tokens.InvalidToken as exc:
            _logger.info("%s: the token is refused: %s", call.rule_key, exc)
            values = {"error": "invalid_token"} if header else {"realm": "Odoo"}
            raise Unauthorized(
                "The token is missing or not valid.",
                www_authenticate=WWWAuthenticate("bearer", values),
            ) from exc
        except tokens.InsufficientScope as exc:
            cls._refuse_scope(exc.args)
        request.update_env(user=uid)

    @classmethod
    def _refuse_scope(cls, scopes: tuple[str, ...]) -> None:
        values = {"error": "insufficient_scope", "scope": " ".join(scopes)}
        raise EndpointHTTPException(
            f"The token needs the scopes {', '.join(scopes)}.",
            403,
            [("WWW-Authenticate", WWWAuthenticate("bearer", values).to_header())],
        )

    @classmethod
    def _jwt_uid(cls, call: Call, token: str) -> int:
        """:return: id of the user that the token stands for"""
        snapshot = cls._endpoint_snapshot(call)
        ids = snapshot.relations.get("jwt_issuer_ids", ())
        header, sent_issuer = tokens.read_issuer(token)
        problem: Exception = tokens.InvalidToken(f"its issuer is {sent_issuer!r:.200}")
        for issuer in request.env["endpoint.jwt.issuer"]._settings(tuple(ids)):
            if issuer.issuer != sent_issuer:
                continue
            try:
                claims = tokens.check(token, header, issuer, cls._jwt_key)
                return cls._jwt_user(issuer, claims)
            except (tokens.InvalidToken, tokens.InsufficientScope) as exc:
                problem = exc  # another record may have the same issuer
        raise problem

    @classmethod
    def _jwt_key(cls, issuer: tokens.Issuer, key_id: Any, algorithm: str) -> Any:
        if issuer.public_key:
            with suppress(ValueError):  # saved before a check that is new
                return tokens.key_of_pem(issuer.public_key, issuer.algorithms)
            return None
        if key_id is not None and not isinstance(key_id, str):
            return None
        registry = request.registry
        return KeySet.of(registry, issuer).find(registry, issuer, key_id, algorithm)

    @classmethod
    def _jwt_user(cls, issuer: tokens.Issuer, claims: dict[str, Any]) -> int:
        """:raise InvalidToken: the token stands for no active user"""
        if issuer.user_source == "fixed":
            domain = [("id", "=", issuer.user_id)]
        else:
            value = claims.get(issuer.user_claim)
            if not isinstance(value, str) or not value or not _is_storable(value):
                raise tokens.InvalidToken(f"it has no claim {issuer.user_claim}")
            domain = [("login", "=", value)]
            if issuer.user_source == "email":
                if claims.get("email_verified") is False:
                    raise tokens.InvalidToken("the email address is not verified")
                domain = [("email", "=ilike", escape_psql(value))]
        users = request.env["res.users"].sudo().search(domain)
        if issuer.user_source == "email":
            # PostgreSQL also ignores the case of other alphabets, and maybe accents:
            # the Kelvin sign is a k.
            users = users.filtered(lambda user: _lower(user.email) == _lower(value))
        if len(users) != 1 or users.id == SUPERUSER_ID or users._is_public():
            raise tokens.InvalidToken("it stands for no active user, or for several")
        return users.id


def _is_storable(text: str) -> bool:
    """:return: whether PostgreSQL can be asked for it"""
    return "\0" not in text and text.encode(errors="ignore").decode() == text


def _lower(text: str) -> bytes:
    """:return: with the letters of ASCII in lowercase"""
    return text.encode().lower()
