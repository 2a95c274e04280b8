"""Conditional requests: ``ETag``, ``If-Match`` and ``If-None-Match`` (RFC 9110 §8.8.3,
§13.1).

A tag is ``<version>.<hash>``. The hash covers the JSON, which depends on the language,
the members and the caller's rights. Writes compare only the version.
"""

import hashlib
from typing import Any

from werkzeug.datastructures import ETags
from werkzeug.exceptions import PreconditionFailed
from werkzeug.wrappers import Request

from odoo.models import BaseModel

from .json_text import dumps

Headers = list[tuple[str, str]]
#: translated values and messages follow the language
VARY = ("Vary", "Accept-Language")


def fields(model: BaseModel) -> tuple[str, ...]:
    """:return: names of the fields that :func:`version` needs, to prefetch them"""
    field = model._fields.get("write_date")
    readable = model._log_access and model._has_field_access(field, "read")
    return ("write_date",) if readable else ()


def version(record: BaseModel) -> str | None:
    """:return: the version of the record; None if the model has no ``write_date``"""
    if not record._log_access:
        return None
    write_date = record.sudo().write_date  # the user may lack the right to read it
    # Rows written by SQL may have no date.
    time = int(write_date.timestamp() * 1_000_000) if write_date else 0
    return f"{record.id}-{time:x}"


def etag(record: BaseModel, row: dict[str, Any]) -> str | None:
    """
    :param row: the JSON of the record
    :return: the tag without quotes; None if the model has no ``write_date``
    """
    if (known := version(record)) is None:
        return None
    return f"{known}.{hashlib.sha256(dumps(row).encode()).hexdigest()[:16]}"


def headers(record: BaseModel, row: dict[str, Any]) -> Headers:
    tag = etag(record, row)
    return [VARY, ("ETag", f'"{tag}"')] if tag else [VARY]


def check_write(record: BaseModel, httprequest: Request) -> None:
    """:raise PreconditionFailed: the record does not meet the preconditions (412)"""
    current, unwanted = version(record), httprequest.if_none_match
    if "If-None-Match" in httprequest.headers and (
        unwanted.star_tag or current in _versions(unwanted, include_weak=True)
    ):
        raise PreconditionFailed("The record exists.")
    wanted = httprequest.if_match
    if not httprequest.headers.get("If-Match") or wanted.star_tag:
        return
    if current is None or current not in _versions(wanted):
        raise PreconditionFailed(
            "The record changed since you read it. Read it again before you write."
        )


def check_file(record: BaseModel, tag: str | None, httprequest: Request) -> None:
    """
    :param tag: of the file; None without a file
    :raise PreconditionFailed: the file does not meet the preconditions (412), which may
        name the tag of the file or of the record
    """
    unwanted, wanted = httprequest.if_none_match, httprequest.if_match
    if "If-None-Match" in httprequest.headers and tag and unwanted.contains_weak(tag):
        raise PreconditionFailed("The record has this file.")
    if not httprequest.headers.get("If-Match") or (tag and wanted.contains(tag)):
        return
    current = version(record)
    if current is None or current not in _versions(wanted):
        raise PreconditionFailed(
            "The file changed since you read it. Read it again before you write."
        )


def check_absent(httprequest: Request) -> None:
    """:raise PreconditionFailed: the record must exist to be written (412)"""
    if httprequest.headers.get("If-Match"):
        raise PreconditionFailed("There is no such record.")


def is_current(record: BaseModel, row: dict[str, Any], httprequest: Request) -> bool:
    """:return: whether the caller already has this JSON (``If-None-Match``)"""
    if "If-None-Match" not in httprequest.headers:
        return False
    tag, known = etag(record, row), httprequest.if_none_match
    return bool(tag) and (known.star_tag or known.contains_weak(tag))


def _versions(tags: ETags, include_weak: bool = False) -> set[str]:
    # werkzeug reads the tag "" as None.
    return {tag.partition(".")[0] for tag in tags.as_set(include_weak) if tag}
