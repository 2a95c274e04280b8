import json

import pytest

from endpoint.pure.media_type import media_type
from endpoint_route_handler.pure.error_object import class_name, error_object


def test_the_whole_object():
    made = error_object("odoo.exceptions.ValidationError", "must be positive")
    assert json.loads(json.dumps(made)) == {
        "name": "odoo.exceptions.ValidationError",
        "message": "must be positive",
        "arguments": ["must be positive"],
        "context": {},
        "debug": "",
    }


def test_extra_members_are_added():
    made = error_object("n", "m", ["a"], {"detail": []}, "trace")
    assert (made["arguments"], made["detail"], made["debug"]) == (["a"], [], "trace")


def test_an_exception_may_ask_for_another_name():
    class Inner(KeyError):
        error_name = "builtins.KeyError"

    assert class_name(Inner()) == "builtins.KeyError"
    assert class_name(ValueError()) == "builtins.ValueError"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/json", "application/json"),
        (" Application/JSON ; charset=utf-8", "application/json"),
        ("", ""),
        (None, ""),
        (";", ""),
    ],
)
def test_media_type(header, expected):
    assert media_type(header) == expected
