"""The validator of an endpoint's bodies.

Functions, not methods of the record: snippets can call those, and schema libraries open
files and URLs.
"""

import functools

from odoo.models import BaseModel

from .validation import json_schema, schema_text, xml_schema

# Records with the same text share a compiled schema.
_json_schema = functools.lru_cache(maxsize=2048)(json_schema.load)
_xml_schema = functools.lru_cache(maxsize=512)(xml_schema.load)


def load(endpoint: BaseModel) -> json_schema.Validator | xml_schema.Validator | None:
    """
    :param endpoint: record of ``endpoint.mixin``
    :return: the validator of its schema, None without one
    :raise ValueError: the schema cannot be used
    """
    text = endpoint.request_content_schema
    if not text or not text.strip():
        return None
    if endpoint.request_content_type == "application/xml":
        return _xml_schema(text)
    return _json_schema(text)


def check(endpoint: BaseModel) -> None:
    """Check the schema at save.

    :param endpoint: record of ``endpoint.mixin``
    :raise ValueError: the schema cannot be used
    """
    text = (endpoint.request_content_schema or "").strip()
    if text and endpoint.request_content_type != "application/xml":
        schema_text.check(text)
    load(endpoint)


def warnings(endpoint: BaseModel) -> list[str]:
    """
    :param endpoint: record of ``endpoint.mixin``
    :return: what the author may not have meant; empty for a schema that cannot be used,
        which is refused at save
    """
    text = (endpoint.request_content_schema or "").strip()
    if not text or endpoint.request_content_type != "application/json":
        return []
    try:
        return schema_text.warnings(text)
    except ValueError:
        return []
