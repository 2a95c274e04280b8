"""Requests that depend on whether a record is as the caller saw it last
(RFC 9110 §8.8.3 and §13.1).
"""

from werkzeug.exceptions import PreconditionFailed


def fields(model):
    """:return: tuple of names: what :func:`etag` needs, to be fetched with the rest"""
    field = model._fields.get("write_date")
    seen = model._log_access and model._has_field_access(field, "read")
    return ("write_date",) if seen else ()


def etag(record):
    """:return: str, with its quotes; None for models that keep no ``write_date``"""
    if not record._log_access:
        return None
    written = record.sudo().write_date  # also where the caller may not see it
    return f'"{record.id}-{int(written.timestamp() * 1_000_000):x}"'


def headers(record):
    """:return: list of (name, value)"""
    found = etag(record)
    return [("ETag", found)] if found else []


def check_if_match(record, httprequest):
    """:raise PreconditionFailed: the record changed, or is not to be there (412)"""
    if is_known(record, httprequest):  # “*”: write it if there is none
        raise PreconditionFailed("The record is there.")
    wanted = httprequest.if_match
    if not httprequest.headers.get("If-Match") or wanted.star_tag:
        return
    found = etag(record)
    if not found or not wanted.is_strong(found.strip('"')):
        raise PreconditionFailed(
            "The record changed since you read it. Read it again, then decide."
        )


def is_known(record, httprequest):
    """:return: whether the caller has the record as it is (``If-None-Match``)"""
    if "If-None-Match" not in httprequest.headers:
        return False
    found = etag(record)
    known = httprequest.if_none_match
    return bool(found) and (known.star_tag or known.contains_weak(found.strip('"')))
