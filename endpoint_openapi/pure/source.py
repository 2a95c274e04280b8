"""Input of the document: endpoints as plain data, with texts as their authors wrote
them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    name: str
    description: str  # Markdown


@dataclass(frozen=True)
class Answer:
    """A successful response besides the main one. Its body is not described."""

    status: int  # such as 304
    description: str  # Markdown
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True)
class Endpoint:
    """One method of one record."""

    key: str  # "<model>:<id>", or "<model>:<id>#<part>" if a record yields several
    name: str  # becomes the summary
    method: str
    routes: tuple[str, ...]  # in werkzeug's syntax; each becomes an operation
    group: str = ""  # the tag
    security: tuple[str, ...] = ()  # names of schemes; any one of them suffices
    allowed_groups: tuple[str, ...] = ()  # names; the caller must be in one of them
    route_type: str = "http"  # or "json2", or "jsonrpc" with its envelope
    content_type: str = ""  # media type of the request body, empty for no body
    max_size: float = 0  # of the body in MiB, 0 for the server's limit
    request_schema: str = ""  # JSON Schema as JSON or YAML, or XML Schema
    form_schema: str = ""  # JSON Schema, if the body may also be a multipart form
    query: str = ""  # see endpoint.validation.query
    query_strict: bool = False  # whether other query parameters are refused
    description: str = ""  # Markdown
    status: int = 200  # of a successful response
    response_type: str = ""  # media type, empty if unknown
    response_types: tuple[str, ...] = ()  # more media types, with text as their body
    response_schema: str = ""  # JSON Schema as JSON or YAML
    request_example: str = ""  # a body
    response_example: str = ""  # a body
    request_headers: tuple[Header, ...] = ()  # that the endpoint reads
    response_headers: tuple[Header, ...] = ()  # of a successful response
    further_answers: tuple[Answer, ...] = ()
    errors: str = ""  # the endpoint's own, see authored.parse_errors
    deprecated: str = ""  # ISO date of the deprecation, or empty
    sunset: str = ""  # ISO date from which it may be unavailable, or empty

    @property
    def order(self) -> tuple[str, str]:
        """:return: sort key: model, then id; the parts of a record keep their order"""
        model, _, number = self.key.partition(":")
        return model, number.partition("#")[0].zfill(12)
