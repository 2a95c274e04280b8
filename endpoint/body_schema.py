"""The validator of an endpoint's bodies.

A function, not a method of the record: a snippet has the record, and libraries of
schemas open files and URLs.
"""

import functools

from .validation import json_schema, schema_text, xml_schema

# Compiled once for each text, whichever record it stands on.
_json_schema = functools.lru_cache(maxsize=2048)(json_schema.load)
_xml_schema = functools.lru_cache(maxsize=512)(xml_schema.load)


def load(endpoint):
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


def check(endpoint):
    """Check the schema at save.

    :param endpoint: record of ``endpoint.mixin``
    :raise ValueError: the schema cannot be used
    """
    text = (endpoint.request_content_schema or "").strip()
    if text and endpoint.request_content_type != "application/xml":
        schema_text.check(text)
    load(endpoint)


def warnings(endpoint):
    """
    :param endpoint: record of ``endpoint.mixin``
    :return: list of str: what its author may not have meant; a schema that cannot be
        used is refused at save
    """
    text = (endpoint.request_content_schema or "").strip()
    if not text or endpoint.request_content_type != "application/json":
        return []
    try:
        return schema_text.warnings(text)
    except ValueError:
        return []
