"""An operation of a document becomes the values of an endpoint."""

from dataclasses import dataclass, field
from typing import Any

from odoo.addons.endpoint.pure.text import CONTROLS, one_line
from odoo.addons.endpoint.validation import yaml_text

from . import access, bodies, forms, snippet
from .document import METHODS, Document, Place, member
from .parameter_parts import collect
from .parameters import Parameters
from .problems import Note, Unusable, note
from .schemas import Schemas


@dataclass
class Operation:
    """
    :param title: method and path, as in the document
    :param values: fields of ``endpoint.mixin``; empty if it cannot be carried over
    :param documented: fields that ``endpoint_openapi`` adds
    :param example: fields of ``endpoint.example``; empty if there is none
    :param notes: what is not carried over
    """

    title: str
    values: dict[str, Any] = field(default_factory=dict)
    documented: dict[str, Any] = field(default_factory=dict)
    example: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


class Reader:
    """
    :param prefix: put before each path; None for the base path of the first server
    :param heading: first line of each snippet
    """

    def __init__(self, document: Document, prefix: str | None, heading: str) -> None:
        self._document = document
        self._schemas = Schemas(document)
        base = document.base_path() if prefix is None else prefix.strip("/ ")
        self._prefix = f"/{base.strip('/')}" if base else ""
        self._heading = heading

    def operations(self) -> list[Operation]:
        """:return: all operations in the order of the document"""
        return [self._operation(place) for place in self._document.places]

    def notes(self) -> list[Note]:
        """:return: what the document has besides operations and is not carried over"""
        webhooks = self._document.data.get("webhooks")
        names = ", ".join(webhooks) if isinstance(webhooks, dict) else ""
        return [note("webhooks", names=names)] if names else []

    def _operation(self, place: Place) -> Operation:
        made = Operation(one_line(f"{place.method.upper()} {place.path}"))
        try:
            if isinstance(place.operation, Unusable):
                raise place.operation
            if place.method not in METHODS:
                raise Unusable("method", method=place.method.upper())
            if not isinstance(place.operation, dict):
                raise Unusable("wrong_type", name=place.method, kind="dict")
            self._fill(made, place)
        except Unusable as exc:
            made.values = {}
            made.notes = [exc.note]
        return made

    def _fill(self, made: Operation, place: Place) -> None:
        operation = place.operation
        lists = [member(part, "parameters", list) for part in (place.item, operation)]
        parameters = Parameters(self._schemas, collect(self._document, lists))
        content = bodies.Bodies(self._document, self._schemas)
        route, path = parameters.route(self._prefix + place.path)
        query, query_string = parameters.query()
        request = content.request(operation, place.method)
        status, response, answer = content.response(operation)
        security, notes = access.read(self._document, operation)
        made.values = {
            **self._described(made.title, operation),
            "route": route,
            "request_method": place.method.upper(),
            "request_content_type": bodies.content_type(request.media_type),
            "request_content_schema": _text(request.schema),
            "query_parameters": query,
            **security,
            "exec_mode": "code",
            "code_snippet": snippet.write(self._heading, status, answer),
        }
        made.documented = _documented(operation, status, answer)
        made.notes = [*parameters.notes, *content.notes, *notes, *_left_out(operation)]
        if request.media_type and request.schema is not None and not request.valid:
            made.notes.append(note("no_example"))
            return
        made.example = {
            "name": made.values["name"],
            "method": place.method.upper(),
            "path": path,
            "query": query_string,
            **_sent(request),
            "status": status,
        }

    def _described(self, title: str, operation: dict[str, Any]) -> dict[str, Any]:
        name = operation.get("summary") or operation.get("operationId") or title
        tags = member(operation, "tags", list)
        values = {"name": one_line(name, 120)}
        if tags:
            values["route_group"] = one_line(tags[0])[:32].strip()
        if operation.get("deprecated") is True:
            values["deprecated"] = True
        return values


def _sent(request: bodies.Body) -> dict[str, str]:
    """:return: headers and body of an example"""
    if not request.media_type or request.media_type == "*/*":
        return {}
    headers = f"Content-Type: {forms.header(request.media_type)}"
    return {"headers": headers, "body": request.text()}


def _text(schema: Any) -> str:
    """:return: a schema as YAML; empty for none"""
    return "" if schema is None else yaml_text.dump(schema)


def _documented(operation: dict, status: int, answer: bodies.Body) -> dict[str, Any]:
    description = operation.get("description")
    values = {"doc_status": status, "doc_response_schema": _text(answer.schema)}
    if isinstance(description, str):
        values["doc_description"] = CONTROLS.sub("", description)
    if answer.media_type:
        values["doc_content_type"] = answer.media_type
        values["doc_response_example"] = answer.text(indent=2)
    return values


def _left_out(operation: dict[str, Any]) -> list[Note]:
    """:return: notes on members that endpoints do not have"""
    return [note(name) for name in ("callbacks", "servers") if operation.get(name)]
