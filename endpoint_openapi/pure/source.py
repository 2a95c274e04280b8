"""What the document is made from: endpoints as plain data, texts as their authors wrote
them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    """
    :param name:
    :param description: Markdown
    """

    name: str
    description: str


@dataclass(frozen=True)
class Answer:
    """A successful response besides the main one, without a description of its body.

    :param status: such as 304
    :param description: Markdown
    :param headers:
    """

    status: int
    description: str
    headers: tuple[Header, ...] = ()


@dataclass(frozen=True)
class Endpoint:
    """
    :param key: ``"<model>:<id>"``: identity and order; ``"<model>:<id>#<part>"`` if one
        record yields several
    :param name: becomes the summary
    :param method: HTTP method
    :param routes: werkzeug routes, each becomes an operation
    :param group: the tag, or empty
    :param security: names of security schemes; any one of them suffices
    :param route_type: ``http``, ``json2``, or ``jsonrpc`` with its envelope
    :param content_type: media type of the request body, empty for no body
    :param max_size: of the body in MiB, 0 for the server's limit
    :param request_schema: JSON Schema as JSON or YAML, or XML Schema
    :param query: query parameters, see ``endpoint.validation.query``
    :param query_strict: whether other query parameters are refused
    :param description: Markdown
    :param status: of a successful response
    :param response_type: media type of the response, empty if unknown
    :param response_schema: JSON Schema as JSON or YAML
    :param request_example: a body
    :param response_example: a body
    :param request_headers: headers that the endpoint reads
    :param response_headers: headers of a successful response
    :param further_answers: other successful responses
    :param errors: the endpoint's own, see :func:`.authored.parse_errors`
    :param deprecated: ISO date of the deprecation, or empty
    :param sunset: ISO date from which the endpoint may be unavailable, or empty
    """

    key: str
    name: str
    method: str
    routes: tuple[str, ...]
    group: str = ""
    security: tuple[str, ...] = ()
    route_type: str = "http"
    content_type: str = ""
    max_size: float = 0
    request_schema: str = ""
    query: str = ""
    query_strict: bool = False
    description: str = ""
    status: int = 200
    response_type: str = ""
    response_schema: str = ""
    request_example: str = ""
    response_example: str = ""
    request_headers: tuple[Header, ...] = ()
    response_headers: tuple[Header, ...] = ()
    further_answers: tuple[Answer, ...] = ()
    errors: str = ""
    deprecated: str = ""
    sunset: str = ""

    @property
    def order(self) -> tuple[str, str]:
        """:return: sorts by model, then by id; parts of a record stay in order"""
        model, _, number = self.key.partition(":")
        return model, number.partition("#")[0].zfill(12)
