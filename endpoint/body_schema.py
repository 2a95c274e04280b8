"""The validator of an endpoint's request bodies.

These are functions, not methods of the record: snippets can call methods, and schema
libraries open files and URLs.
"""

import functools

from odoo.models import BaseModel

from .validation import json_schema, schema_text, schema_warnings, xml_schema


# Records with the same schema text share a compiled schema.
@functools.lru_cache(maxsize=2048)
def load(
    media_type: str, text: str | None
) -> json_schema.Validator | xml_schema.Validator | None:
    """
    :param media_type: ``request_content_type`` of an endpoint
    :param text: its ``request_content_schema``
    :return: the validator of the schema, None if there is no schema
    :raise ValueError: the schema cannot be used
    """
    if not text or not text.strip():
        return None
    if media_type == "application/xml":
        return xml_schema.load(text)
    return json_schema.load(text)


def check(media_type: str, text: str) -> None:
    """Check a schema before it is saved. Nothing is cached.

    :raise ValueError: the schema cannot be used
    """
    if text.strip() and media_type != "application/xml":
        schema_text.check(text.strip())
    load.__wrapped__(media_type, text)


def warnings(endpoint: BaseModel) -> list[str]:
    """
    :param endpoint: record of ``endpoint.mixin``
    :return: probable mistakes of the author; empty for an unusable schema, which is
        refused at save
    """
    text = (endpoint.request_content_schema or "").strip()
    if not text or endpoint.request_content_type != "application/json":
        return []
    try:
        return schema_warnings.warnings(text)
    except ValueError:
        return []
