"""Media types of request bodies."""

from werkzeug.http import parse_options_header

ANY = "*/*"
JSON = "application/json"
XML = "application/xml"
#: forms, which werkzeug parses
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# A structured syntax suffix names the format (RFC 6839 §3.1, RFC 7303 §9).
_SUFFIXES = {JSON: "+json", XML: "+xml"}
_ALIASES = {"text/xml": XML}


def essence(header: str | None) -> str:
    """
    >>> essence("Application/JSON; charset=utf-8")
    'application/json'

    :param header: value of ``Content-Type``
    :return: type and subtype in lower case; empty without a header
    """
    return parse_options_header(header)[0].lower()


def family(media_type: str) -> str:
    """
    >>> family("application/vnd.api+json"), family("text/xml"), family("text/csv")
    ('application/json', 'application/xml', 'text/csv')

    :param media_type: type and subtype in lower case
    :return: the media type that determines how a body is parsed
    """
    for base, suffix in _SUFFIXES.items():
        if media_type.startswith("application/") and media_type.endswith(suffix):
            return base
    return _ALIASES.get(media_type, media_type)
