"""The official test suite, and jsonschema as it comes, against ours."""

import json
from pathlib import Path

import pytest

from endpoint.validation import json_schema

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


@pytest.mark.parametrize(("case", "file"), cases("", "optional", "format"))
def test_the_suite(case, file):
    validator = json_schema.load(json.dumps(case["schema"]))
    for test in case["tests"]:
        detail, _truncated = json_schema.errors(validator, test["data"])
        assert (not detail) == test["valid"], test["description"]
