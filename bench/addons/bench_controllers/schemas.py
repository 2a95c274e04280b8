"""The schemas of the requests, as validators of jsonschema."""

from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

ADDON = Path(__file__).resolve().parent


def validator(name):
    schema = yaml.safe_load((ADDON / name).read_text())
    return Draft202012Validator(
        schema, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


POST = validator("post.yaml")
ORDER = validator("order.yaml")
BOOK = validator("book.yaml")
