"""Checks tokens (JWT, RFC 7519) with PyJWT, following RFC 8725."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

#: algorithm -> type of its key (RFC 7518 §6.1), and the curve of an elliptic one
ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512"), ("RSA", None)),
    **dict.fromkeys(("PS256", "PS384", "PS512"), ("RSA", None)),
    **{"ES256": ("EC", "P-256"), "ES384": ("EC", "P-384"), "ES512": ("EC", "P-521")},
    "EdDSA": ("OKP", "Ed25519"),
    # Whoever can check such a token can also make one.
    **dict.fromkeys(("HS256", "HS384", "HS512"), ("oct", None)),
}
_MAX_TOKEN = 8192
_MIN_RSA_BITS = 2048  # RFC 7518 §3.3
_TOKEN = re.compile(r"(?a:[\w-]+\.[\w-]+\.[\w-]+)")
_REQUIRED = ["exp", "iss", "aud"]
# What a malformed token makes PyJWT, or its JSON parser, raise.
_MALFORMED = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)
_MALFORMED += (AttributeError, KeyError)


class InvalidToken(Exception):
    """The message says why, for the log: the caller always gets the same response."""


class InsufficientScope(Exception):
    """The token lacks scopes, which are the arguments."""


class Issuer(NamedTuple):
    """The settings of an ``endpoint.jwt.issuer``."""

    id: int
    issuer: str
    audiences: tuple[str, ...]
    algorithms: tuple[str, ...]
    jwks_url: str
    public_key: str
    leeway: int
    user_source: str
    user_claim: str
    user_id: int | None
    required_scopes: frozenset[str]


def read_issuer(token: str) -> tuple[dict, str]:
    """
    :return: (header, issuer), neither of which is checked yet
    :raise InvalidToken: malformed
    """
    if len(token) > _MAX_TOKEN or not _TOKEN.fullmatch(token):
        raise InvalidToken("it is malformed or too long")
    try:
        unchecked = jwt.decode_complete(token, options={"verify_signature": False})
    except _MALFORMED as exc:
        raise InvalidToken(str(exc)) from exc
    header, claims = unchecked["header"], unchecked["payload"]
    if "crit" in header:  # RFC 7515 §4.1.11: an extension that we do not know
        raise InvalidToken("it has a critical extension")
    issuer = claims.get("iss")
    return header, issuer if isinstance(issuer, str) else ""


def check(
    token: str,
    header: dict,
    issuer: Issuer,
    find_key: Callable[[Issuer, Any, str], Any],
) -> dict[str, Any]:
    """
    :param header: as :func:`read_issuer` returned it
    :param find_key: returns the key of (issuer, key id, algorithm), or None
    :return: the claims
    :raise InvalidToken: not a valid token of the issuer
    :raise InsufficientScope: valid, but without the required scopes
    """
    algorithm = header.get("alg")
    if algorithm not in issuer.algorithms:
        raise InvalidToken("its algorithm is not one of the issuer's")
    key = find_key(issuer, header.get("kid"), algorithm)
    if key is None:
        raise InvalidToken(f"the issuer has no key {header.get('kid')!r:.100}")
    try:
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=list(issuer.audiences),
            issuer=issuer.issuer,
            leeway=issuer.leeway,
            options={"require": _REQUIRED},
        )
    except _MALFORMED as exc:
        raise InvalidToken(str(exc)) from exc
    if missing := issuer.required_scopes - _scopes(claims):
        raise InsufficientScope(*sorted(missing))
    return claims


def _scopes(claims: dict[str, Any]) -> set[str]:
    """:return: scopes of ``scope`` (RFC 8693 §4.2), and of ``scp``, which others use"""
    scopes: set[str] = set()
    for value in (claims.get("scope"), claims.get("scp")):
        if isinstance(value, str):
            scopes.update(value.split())
        elif isinstance(value, list):
            scopes.update(name for name in value if isinstance(name, str))
    return scopes


@lru_cache(64)
def key_of_pem(text: str, algorithms: tuple[str, ...]) -> Any:
    """
    :param text: a public key (PEM), or the secret of HS algorithms
    :raise ValueError: not a key for each of the algorithms
    """
    kinds = {ALGORITHMS[name] for name in algorithms}
    key = None
    for name in algorithms:
        if ALGORITHMS[name][0] == "oct":
            bits = int(name.removeprefix("HS"))
            if len(text.encode()) * 8 < bits:  # RFC 7518 §3.2
                raise ValueError(f"the secret must have {bits // 8} bytes or more")
        try:
            key = jwt.get_algorithm_by_name(name).prepare_key(text)
        except (jwt.PyJWTError, ValueError, TypeError) as exc:
            raise ValueError(str(exc)) from exc
        if hasattr(key, "private_bytes"):
            raise ValueError("this is a private key; enter the public key")
        if _is_weak(key):
            raise ValueError(f"RSA keys must have {_MIN_RSA_BITS} bits or more")
        if len(kinds) == 1 and kinds.copy().pop()[1] not in (None, _curve(key)):
            raise ValueError(f"this is a key of type {_curve(key)}")
    return key


def _is_weak(key: Any) -> bool:
    return isinstance(key, RSAPublicKey) and key.key_size < _MIN_RSA_BITS


def _curve(key: Any) -> str | None:
    """:return: the name of an elliptic key's curve in a JWK"""
    names = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
    if hasattr(key, "curve"):
        return names.get(key.curve.name, key.curve.name)
    return type(key).__name__.removesuffix("PublicKey").strip("_")


def keys_of_jwks(text: str | bytes) -> list[dict[str, Any]]:
    """
    :param text: a JWK Set (RFC 7517 §5)
    :return: its keys that verify signatures, without symmetric ones
    :raise ValueError: not a JWK Set
    """
    try:
        keys = json.loads(text)["keys"]
        return [
            key
            for key in keys
            if key.get("kty") in ("RSA", "EC", "OKP")
            and key.get("use", "sig") == "sig"
            and "verify" in key.get("key_ops", ["verify"])
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise ValueError(f"not a JWK Set: {exc}") from exc


def select(keys: list[dict[str, Any]], key_id: Any, algorithm: str) -> Any:
    """
    :param key_id: of the token; None matches if there is only one key
    :return: the key, None if there is none for this id and algorithm
    """
    kind, curve = ALGORITHMS[algorithm]
    usable = [
        key
        for key in keys
        if key["kty"] == kind
        and curve in (None, key.get("crv"))
        and key.get("alg", algorithm) == algorithm
    ]
    if key_id is not None:
        usable = [key for key in usable if key.get("kid") == key_id]
    if len(usable) != 1:
        return None
    try:
        key = jwt.PyJWK(usable[0], algorithm).key
    except _MALFORMED:
        return None
    return None if _is_weak(key) else key
