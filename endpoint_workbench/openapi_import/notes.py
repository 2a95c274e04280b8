"""Words the notes of an import in the language of the admin."""

from odoo.api import Environment

from .problems import Note


def render(env: Environment, note: Note) -> str:
    return _texts(env)[note.reason] % {**note.values, **_kind(env, note)}


def _kind(env, note):
    kinds = {"dict": env._("an object"), "list": env._("a list")}
    kind = note.values.get("kind")
    return {"kind": kinds[kind]} if kind else {}


def _texts(env):
    return {
        **_texts_of_document(env),
        **_texts_of_parameters(env),
        **_texts_of_bodies(env),
        **_texts_of_operations(env),
    }


def _texts_of_document(env):
    return {
        "unreadable": env._("The document cannot be read: %(error)s"),
        "too_long": env._("The document is longer than %(limit)s MiB. Split it."),
        "too_deep": env._("The document is nested more than %(limit)s levels deep."),
        "no_openapi": env._(
            "This is not an OpenAPI document: it has no member “openapi”, such as "
            "openapi: 3.1.0"
        ),
        "swagger": env._(
            "This is a Swagger %(version)s document. Convert it to OpenAPI 3 first, "
            "for example with editor.swagger.io."
        ),
        "version": env._(
            "OpenAPI %(version)s is not supported: use a document of version 3.0 or "
            "3.1."
        ),
        "operations": env._(
            "The document has %(count)s operations. Import at most %(limit)s at once."
        ),
        "no_operations": env._("The document has no operations in “paths”."),
        "wrong_type": env._("“%(name)s” must be %(kind)s."),
        "remote": env._(
            "The reference %(reference)s points outside the document. Nothing is "
            "fetched: bundle the document into one file first."
        ),
        "missing": env._("The reference %(reference)s points to nothing."),
        "endless": env._("The reference %(reference)s points to itself."),
        "webhooks": env._("Webhooks are not carried over: %(names)s"),
    }


def _texts_of_parameters(env):
    return {
        "renamed": env._(
            "The path parameter “%(name)s” is called “%(new)s” in the code."
        ),
        "path_style": env._(
            "The path parameter “%(name)s” is read as one text: its style is not "
            "supported."
        ),
        "path_unchecked": env._(
            "The path parameter “%(name)s” is not checked for %(keywords)s."
        ),
        "header": env._("The header parameter “%(name)s” is not checked."),
        "cookie": env._("The cookie parameter “%(name)s” is not checked."),
        "path_characters": env._("The path contains “<”, “>” or control characters."),
        "in_path": env._(
            "The query parameter “%(name)s” has the name of a path parameter: left out."
        ),
        "query_style": env._(
            "The query parameter “%(name)s” is left out: its style is not supported."
        ),
        "query_unchecked": env._(
            "The query parameter “%(name)s” is read as text: it has several types."
        ),
        "parameter": env._("The query parameter “%(name)s” cannot be used: %(error)s"),
        "parameter_schema": env._(
            "The schema of the parameter “%(name)s” cannot be used."
        ),
    }


def _texts_of_bodies(env):
    return {
        "body_of_method": env._("The optional body is not carried over."),
        "body_optional": env._(
            "The body is optional in the document. The endpoint requires it."
        ),
        "media_type": env._("“%(name)s” is not a media type: it is left out."),
        "request_types": env._(
            "The body is accepted as %(kept)s only, not as %(names)s."
        ),
        "response_types": env._(
            "The response is sent as %(kept)s only, not as %(names)s."
        ),
        "request_schema": env._("The body is not checked: its schema cannot be used."),
        "response_schema": env._("The schema of the response cannot be used."),
        "request_example": env._("There is no example of a body of type %(type)s."),
        "response_example": env._(
            "The response of type %(type)s has no example: it is empty."
        ),
        "response_header": env._("The response header “%(name)s” is left out."),
        "no_success": env._(
            "The document describes no successful response: it is empty."
        ),
        "no_example": env._(
            "No call is saved as an example: the document has no body that its own "
            "schema accepts."
        ),
        "schema": env._("The schema is not valid: %(error)s"),
        "schema_cost": env._(
            "The schema applies more than %(limit)s schemas to one value, or it "
            "contains itself."
        ),
        "schema_size": env._("The schema is longer than %(limit)s characters."),
    }


def _texts_of_operations(env):
    return {
        "method": env._("Endpoints do not have the method %(method)s."),
        "anonymous": env._(
            "Calls without a key are refused, although the document allows them."
        ),
        "key_elsewhere": env._(
            "The key of “%(name)s” must be sent as Authorization: Bearer."
        ),
        "security": env._(
            "“%(name)s” is replaced with API keys, sent as Authorization: Bearer."
        ),
        "callbacks": env._("Callbacks are not carried over."),
        "servers": env._("Servers of the operation are not used."),
        "refused": env._("%(error)s"),
    }
