"""Words the notes of an import in the language of the admin."""

from odoo.api import Environment
from odoo.tools import LazyTranslate

from .problems import Note

_lt = LazyTranslate(__name__)
_KINDS = {"dict": _lt("an object"), "list": _lt("a list")}
#: reason of a :class:`Note` -> its text
_TEXTS = {
    # The document
    "unreadable": _lt("The document cannot be read: %(error)s"),
    "too_long": _lt("The document is longer than %(limit)s MiB. Split it."),
    "too_deep": _lt("The document is nested more than %(limit)s levels deep."),
    "no_openapi": _lt(
        "This is not an OpenAPI document: it has no member “openapi”, such as "
        "openapi: 3.1.0"
    ),
    "swagger": _lt(
        "This is a Swagger %(version)s document. Convert it to OpenAPI 3 first, "
        "for example with editor.swagger.io."
    ),
    "version": _lt(
        "OpenAPI %(version)s is not supported: use a document of version 3.0 or 3.1."
    ),
    "operations": _lt(
        "The document has %(count)s operations. Import at most %(limit)s at once."
    ),
    "no_operations": _lt("The document has no operations in “paths”."),
    "wrong_type": _lt("“%(name)s” must be %(kind)s."),
    "remote": _lt(
        "The reference %(reference)s points outside the document. Nothing is "
        "fetched: bundle the document into one file first."
    ),
    "missing": _lt("The reference %(reference)s points to nothing."),
    "endless": _lt("The reference %(reference)s points to itself."),
    "webhooks": _lt("Webhooks are not carried over: %(names)s"),
    # Parameters
    "renamed": _lt("The path parameter “%(name)s” is called “%(new)s” in the code."),
    "path_style": _lt(
        "The path parameter “%(name)s” is read as one text: its style is not supported."
    ),
    "path_unchecked": _lt(
        "The path parameter “%(name)s” is not checked for %(keywords)s."
    ),
    "header": _lt("The header parameter “%(name)s” is not checked."),
    "cookie": _lt("The cookie parameter “%(name)s” is not checked."),
    "path_characters": _lt("The path contains “<”, “>” or control characters."),
    "in_path": _lt(
        "The query parameter “%(name)s” has the name of a path parameter: left out."
    ),
    "query_style": _lt(
        "The query parameter “%(name)s” is left out: its style is not supported."
    ),
    "query_unchecked": _lt(
        "The query parameter “%(name)s” is read as text: it has several types."
    ),
    "parameter": _lt("The query parameter “%(name)s” cannot be used: %(error)s"),
    "parameter_schema": _lt("The schema of the parameter “%(name)s” cannot be used."),
    # Bodies, responses and schemas
    "body_of_method": _lt("The optional body is not carried over."),
    "body_optional": _lt(
        "The body is optional in the document. The endpoint requires it."
    ),
    "media_type": _lt("“%(name)s” is not a media type: it is left out."),
    "request_types": _lt("The body is accepted as %(kept)s only, not as %(names)s."),
    "response_types": _lt("The response is sent as %(kept)s only, not as %(names)s."),
    "request_schema": _lt("The body is not checked: its schema cannot be used."),
    "response_schema": _lt("The schema of the response cannot be used."),
    "request_example": _lt("There is no example of a body of type %(type)s."),
    "response_example": _lt(
        "The response of type %(type)s has no example: it is empty."
    ),
    "response_header": _lt("The response header “%(name)s” is left out."),
    "no_success": _lt("The document describes no successful response: it is empty."),
    "no_example": _lt(
        "No call is saved as an example: the document has no body that its own "
        "schema accepts."
    ),
    "schema": _lt("The schema is not valid: %(error)s"),
    "schema_cost": _lt(
        "The schema applies more than %(limit)s schemas to one value, or it "
        "contains itself."
    ),
    "schema_size": _lt("The schema is longer than %(limit)s characters."),
    # Operations
    "method": _lt("Endpoints do not have the method %(method)s."),
    "anonymous": _lt(
        "Calls without a key are refused, although the document allows them."
    ),
    "key_elsewhere": _lt(
        "The key of “%(name)s” must be sent as Authorization: Bearer."
    ),
    "security": _lt(
        "“%(name)s” is replaced with API keys, sent as Authorization: Bearer."
    ),
    "callbacks": _lt("Callbacks are not carried over."),
    "servers": _lt("Servers of the operation are not used."),
    "refused": _lt("%(error)s"),
}


def render(env: Environment, note: Note) -> str:
    values = dict(note.values)
    if kind := values.get("kind"):
        values["kind"] = env._(_KINDS[kind])
    text = env._(_TEXTS[note.reason])
    return text % values
