"""Conditional requests: ``ETag``, ``If-Match`` and ``If-None-Match`` (RFC 9110 §8.8.3,
§13.1).
"""

from werkzeug.exceptions import PreconditionFailed
from werkzeug.wrappers import Request

from odoo.models import BaseModel


def fields(model: BaseModel) -> tuple[str, ...]:
    """:return: names of the fields of :func:`etag`, to be fetched with the others"""
    field = model._fields.get("write_date")
    readable = model._log_access and model._has_field_access(field, "read")
    return ("write_date",) if readable else ()


def etag(record: BaseModel) -> str | None:
    """:return: without quotes; None if the model has no ``write_date``"""
    if not record._log_access:
        return None
    write_date = record.sudo().write_date  # the user may lack the right to read it
    return f"{record.id}-{int(write_date.timestamp() * 1_000_000):x}"


def headers(record: BaseModel) -> list[tuple[str, str]]:
    tag = etag(record)
    return [("ETag", f'"{tag}"')] if tag else []


def check_if_match(record: BaseModel, httprequest: Request) -> None:
    """:raise PreconditionFailed: the record is not as the caller requires (412)"""
    if is_current(record, httprequest):  # If-None-Match: *
        raise PreconditionFailed("The record exists.")
    wanted = httprequest.if_match
    if not httprequest.headers.get("If-Match") or wanted.star_tag:
        return
    tag = etag(record)
    if not tag or not wanted.is_strong(tag):
        raise PreconditionFailed(
            "The record changed since you read it. Read it again before you write."
        )


def is_current(record: BaseModel, httprequest: Request) -> bool:
    """:return: whether the caller has this version of the record (``If-None-Match``)"""
    if "If-None-Match" not in httprequest.headers:
        return False
    tag, known = etag(record), httprequest.if_none_match
    return bool(tag) and (known.star_tag or known.contains_weak(tag))
