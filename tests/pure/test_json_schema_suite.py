"""The official test suite."""

import json
import random
from pathlib import Path

import pytest

from endpoint.validation import json_schema

SUITE = Path(__file__).parent / "data" / "json_schema_suite"


def cases(*folders):
    return list(_cases(folders))


def _cases(folders):
    for folder in folders:
        for path in sorted((SUITE / folder).glob("*.json")):
            for case in json.loads(path.read_text()):
                name = f"{path.stem}-{case['description']}"
                yield pytest.param(case, id=name)


@pytest.mark.parametrize("case", cases("", "optional", "format"))
def test_the_suite(case):
    validator = json_schema.load(json.dumps(case["schema"]))
    for test in case["tests"]:
        detail, _truncated = json_schema.errors(validator, test["data"])
        assert (not detail) == test["valid"], test["description"]


def test_any_value_gets_a_result():
    chance, suite = random.Random(1), [case.values[0] for case in cases("", "optional")]
    values = [test["data"] for case in suite for test in case["tests"]]
    values += ["\ud800", "a\n", 10**400, 2**64, float("inf"), -0.0, True]
    for case in suite:
        validator = json_schema.load(json.dumps(case["schema"]))
        for value in chance.sample(values, 20) + values[-7:]:
            detail, _truncated = json_schema.errors(validator, {"foo": value})
            assert len(detail) <= json_schema.MAX_ERRORS
