"""Security requirements become an authentication method."""

from typing import Any

from .document import Document, member
from .problems import Note, note

#: the header of ``allow_key_header``, in lower case
_KEY_HEADER = "x-api-key"
#: the cookie of Odoo's session
_SESSION = "session_id"


def read(document: Document, operation: dict[str, Any]) -> tuple[dict, list[Note]]:
    """
    :param operation: an Operation Object
    :return: (values of an endpoint, notes). Where the document allows several ways,
        the endpoint requires a key
    """
    owner = operation if "security" in operation else document.data
    alternatives = member(owner, "security", list)
    names = [n for each in alternatives if isinstance(each, dict) for n in each]
    if not names:
        return {"auth_type": "public"}, []
    notes = [] if all(alternatives) else [note("anonymous")]
    components = member(document.data, "components", dict)
    known = member(components, "securitySchemes", dict)
    schemes = {name: document.resolve(known.get(name)) for name in names}
    values = {"auth_type": "bearer", "allow_rpc_keys": False}
    for name, scheme in schemes.items():
        added, reason = _scheme(scheme if isinstance(scheme, dict) else {})
        values.update(added)
        if reason:
            notes.append(note(reason, name=name))
    if all(_is_session(scheme) for scheme in schemes.values()):
        return {"auth_type": "user_endpoint"}, notes
    return values, notes


def _is_session(scheme: Any) -> bool:
    return isinstance(scheme, dict) and (
        (scheme.get("in"), scheme.get("name")) == ("cookie", _SESSION)
    )


def _scheme(scheme: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """:return: (values of an endpoint, reason of a note or empty)"""
    kind, name = str(scheme.get("type")), str(scheme.get("scheme")).lower()
    if _is_session(scheme) or (kind, name) == ("http", "bearer"):
        return {}, ""
    if (kind, name) == ("http", "basic"):
        return {"allow_key_basic": True}, ""
    if kind == "apiKey" and scheme.get("in") == "header":
        if str(scheme.get("name")).lower() == _KEY_HEADER:
            return {"allow_key_header": True}, ""
    return {}, "key_elsewhere" if kind == "apiKey" else "security"
