"""What the generator is told of one endpoint: plain data, texts as written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Header:
    """
    :param str name:
    :param str description: Markdown
    """

    name: str
    description: str


@dataclass(frozen=True)
class Answer:
    """A good answer beside the one that is described in full; of its body nothing is
    said.

    :param int status: such as 304
    :param str description: Markdown
    :param headers: tuple of :class:`Header`
    """

    status: int
    description: str
    headers: tuple = ()


@dataclass(frozen=True)
class Endpoint:
    """
    :param str key: ``"<model>:<id>"``: identity and order; ``"<model>:<id>#<part>"``
        where one record is several of them
    :param str name: becomes the summary
    :param str method: of HTTP
    :param routes: tuple of werkzeug routes, each becomes an operation
    :param str group: the tag, empty without one
    :param security: tuple of the names of security schemes, any of which will do
    :param str route_type: ``http``, ``json2``, or ``jsonrpc`` with its envelope
    :param str content_type: media type of the request's body, empty for no body
    :param float max_size: of the body in MiB, 0 for the server's own limit
    :param str request_schema: JSON Schema as JSON or YAML, or XML Schema
    :param str query: query parameters, see ``endpoint.validation.query``
    :param bool query_strict: whether other query parameters are refused
    :param str description: Markdown
    :param int status: of the answer
    :param str response_type: media type of the answer, empty where nobody said it
    :param str response_schema: JSON Schema as JSON or YAML
    :param str request_example: a body
    :param str response_example: a body
    :param request_headers: tuple of :class:`Header` that it heeds
    :param response_headers: tuple of :class:`Header` that a good answer has
    :param further_answers: tuple of :class:`Answer`
    :param str errors: the endpoint's own, see :func:`.checks.parse_errors`
    :param str deprecated: ISO date since when, empty for not at all
    :param str sunset: ISO date from which on it may be gone, or empty
    """

    key: str
    name: str
    method: str
    routes: tuple
    group: str = ""
    security: tuple = ()
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
    request_headers: tuple = ()
    response_headers: tuple = ()
    further_answers: tuple = ()
    errors: str = ""
    deprecated: str = ""
    sunset: str = ""

    @property
    def order(self):
        """:return: sorts by model, then by number; parts of a record stay in order"""
        model, _, number = self.key.partition(":")
        return model, number.partition("#")[0].zfill(12)
