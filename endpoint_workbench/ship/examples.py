"""Saved examples become a file, and a test of each response whose status is known."""

import json
from collections.abc import Iterable

from odoo import models

from odoo.addons.endpoint.pure import media_type as media_types
from odoo.addons.endpoint.pure.redact import Redactor

from . import redact
from .names import unique
from .values import Values

PATH = "data/endpoint_examples.json"


class Examples:
    """Collects the examples of the records, in their order."""

    def __init__(self) -> None:
        self._found: list[dict] = []

    def add(self, values: Values) -> None:
        """Add the examples of a record; its notes say what stays here."""
        env = values.record.env
        for example in values.record.example_ids.sorted("sequence"):
            if values.record._path_has_record_id(example.path):
                text = env._("Example “%s”: its path has a database id", example.name)
                values.notes.append(text)
                continue
            redactor = _redactor(values.record)
            routes = values.record._all_routes()
            if redactor.path(example.path, routes) != example.path:
                text = env._("Example “%s”: its path has a credential", example.name)
                values.notes.append(text)
                continue
            found = _values(example, values.record, redactor)
            if found.pop("has_secret"):
                text = env._("Example “%s”: credentials are left out", example.name)
                values.notes.append(text)
            # The response may be another one without its groups or user.
            status = 0 if values.is_restricted else example.status
            self._found.append({"endpoint": values.xml_id, **found, "status": status})

    def by_name(self) -> dict[str, dict]:
        """:return: name of the test, without ``test_`` -> values of the example"""
        labels: list[str] = []
        for example in self._found:
            label = plain = f"{example['endpoint']} {example['name']}"
            count = 1
            while label in labels:
                count += 1
                label = f"{plain} {count}"
            labels.append(label)
        labels = [label.removeprefix("endpoint_") for label in labels]
        return dict(zip(unique(labels, ""), self._found, strict=True))


def _redactor(record: models.BaseModel) -> Redactor:
    """:return: knows what holds a credential in calls of the endpoint"""
    schemes = record._describe_security().values()
    secret = [each["name"] for each in schemes if each.get("in") == "header"]
    return Redactor([*record._sensitive_names(), *secret])


def _values(
    example: models.BaseModel, record: models.BaseModel, redactor: Redactor
) -> dict:
    """:return: plain values, without what looks like a credential"""
    headers, has_header = redact.headers(example.headers, redactor)
    query, has_parameter = redact.query(example.query, redactor)
    sent = {name.lower(): value for name, value in headers}
    media_type = sent.get("content-type") or record.request_content_type or ""
    body, has_member = redact.body(
        example.body, media_types.essence(media_type), redactor
    )
    return {
        "name": example.name,
        "sequence": example.sequence,
        "method": example.method,
        "path": example.path,
        "query": query,
        "headers": headers,
        "body": body,
        "has_secret": has_header or has_parameter or has_member,
    }


def to_text(by_name: dict[str, dict]) -> str:
    """:return: the file with the examples"""
    return json.dumps(by_name, ensure_ascii=False, indent=2) + "\n"


def tests(by_name: dict[str, dict]) -> list[str]:
    """:return: names of the examples whose status is known"""
    return [name for name, example in by_name.items() if example["status"]]


def records_of(by_name: dict[str, dict]) -> Iterable[tuple[str, dict]]:
    """The reverse of the export.

    :return: (external id of the endpoint, values of ``endpoint.example``)
    """
    for example in by_name.values():
        headers = "\n".join(f"{name}: {value}" for name, value in example["headers"])
        values = {**example, "headers": headers or False}
        for name in ("query", "body"):
            values[name] = values[name] or False
        yield values.pop("endpoint"), values
