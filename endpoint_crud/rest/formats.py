"""The formats of a list: pages of JSON, or an export of all records."""

from werkzeug.wrappers import Request

#: value of ``?format=`` -> media type
EXPORTS = {"ndjson": "application/x-ndjson", "csv": "text/csv"}
FORMATS = {"json": "application/json", **EXPORTS}
#: a list depends on these headers
VARY = ("Vary", "Accept, Accept-Language")


def requested(httprequest: Request) -> str:
    """``?format=`` wins over ``Accept``. JSON is the answer to an ``Accept`` that names
    none of the formats (RFC 9110 §12.5.1 allows this), because clients send all sorts.

    :return: key of :data:`FORMATS`
    """
    if text := httprequest.args.get("format"):
        return text if text in FORMATS else "json"  # query.py reports the error
    accepted = httprequest.accept_mimetypes.best_match(FORMATS.values())
    return next((name for name, each in FORMATS.items() if each == accepted), "json")


def read(text: str) -> str:
    """:raise ValueError: the text is not a format"""
    if text not in FORMATS:
        raise ValueError(f"not one of {', '.join(FORMATS)}")
    return text
