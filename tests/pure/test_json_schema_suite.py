"""The official test suite, and jsonschema as it comes, against ours."""

import json
from pathlib import Path

import jsonschema
import pytest
from jsonschema_specifications import REGISTRY

from endpoint.pure import json_schema

SUITE = Path(__file__).parent / "data" / "json_schema_suite"
# Patterns are Python's, whose ``\d`` and ``\w`` know more characters; a fetched
# schema and one with 1e1000 cannot be loaded.
OTHERS = ("ecmascript-regex", "non-bmp-regex")


def cases(*folders):
    return list(_cases(folders))


def _cases(folders):
    for folder in folders:
        for path in sorted((SUITE / folder).glob("*.json")):
            for case in json.loads(path.read_text()):
                name = f"{path.stem}-{case['description']}"
                yield pytest.param(case, path.stem, id=name)


def validators(case):
    """:return: ours, with and without the fast road"""
    try:
        with_fast = json_schema.load(json.dumps(case["schema"]))
    except json_schema.SchemaError:
        pytest.skip("refused at load")
    without = json_schema.Validator(with_fast.schema)
    without.fast = None
    return with_fast, without


@pytest.mark.parametrize(("case", "file"), cases("", "optional", "format"))
def test_the_suite(case, file):
    if file in OTHERS:
        pytest.skip("the patterns of Python")
    for validator in validators(case):
        for test in case["tests"]:
            detail, _truncated = json_schema.errors(validator, test["data"])
            assert (not detail) == test["valid"], test["description"]


@pytest.mark.parametrize(("case", "file"), cases("", "optional"))
def test_jsonschema_finds_the_same_errors(case, file):
    stock = jsonschema.Draft202012Validator(case["schema"], registry=REGISTRY)
    for validator in validators(case):
        for test in case["tests"]:
            found = stock.iter_errors(test["data"])
            wanted = [str(error.validator or "false") for error in found]
            detail, _truncated = json_schema.errors(validator, test["data"])
            assert sorted(e["type"] for e in detail) == sorted(wanted)


def test_the_fast_road_is_taken_where_it_is_installed():
    pytest.importorskip("jsonschema_rs")
    assert json_schema.load("{type: object}").fast
