"""The fast road: a validator compiled by jsonschema-rs, where that is installed.

It is asked first, and believed when it accepts. So it must accept nothing that
jsonschema refuses: formats and regular expressions are our own functions there, too,
and a schema for which the two are known to differ does not come here (found with the
official test suite and by comparing random values, ``tests/pure``).
"""

import json
import marshal
import threading

from .json_schema_formats import CHECKS
from .json_schema_shape import Shape, is_beyond_floats, walk
from .json_schema_values import divides, is_type, unique

try:
    import jsonschema_rs
except ImportError:  # it is optional
    jsonschema_rs = None

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Parts of a schema looked at for one value: jsonschema-rs has no budget.
_MAX_SIZE = 2000
# Steps for our own functions: see MAX_STEPS.
_MAX_STEPS = 12_000
# Visits of a part of the schema with a value: some 40 ms of jsonschema-rs.
_MAX_VISITS = 3_000_000

# jsonschema-rs takes a millisecond for a number of 4,000 digits: where the text is
# longer than _SHORT there must be none.
_SHORT = 2**16
_LONG_NUMBER = b"0" * 40
_ANY_DIGIT = bytes.maketrans(b"123456789", b"0" * 9)

_LIMITS = {
    "exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf",
}  # fmt: skip
# A value that is wrongly refused in these may be wrongly accepted as a whole.
_TURNING = {
    "contains", "if", "not", "oneOf", "unevaluatedItems", "unevaluatedProperties",
}  # fmt: skip
# jsonschema does not know the first; others change what the rest means, or are
# matched by an engine that has other characters in ``\d``.
_ELSEWHERE = {"dependencies", "$vocabulary", "$recursiveRef", "patternProperties"}


class Fast:
    """Whether a value fits, for sure."""

    def __init__(self, plan):
        """:raise ValueError: it cannot be told for this schema"""
        if jsonschema_rs is None or not _is_safe(plan.schema, plan.flat):
            raise ValueError
        shape = Shape(plan.schema)
        if shape.loops or shape.size > _MAX_SIZE:
            raise ValueError
        self._visits = shape.visits
        self._local = threading.local()
        self._pattern = plan.pattern
        self._finite_only = _needs_finite(plan.schema)
        parts = list(walk(plan.schema))
        formats = {name for part in parts if (name := part.get("format")) in CHECKS}
        names = {name for part in parts for name in part}
        keywords = {
            name: self._keyword(is_met)
            for name, is_met in self._keywords().items()
            if name in names
        }
        self._is_valid = jsonschema_rs.Draft202012Validator(
            plan.schema,
            formats={name: self._format(CHECKS[name]) for name in formats},
            validate_formats=True,
            keywords=keywords,
            offline=True,  # its own default would fetch what a reference names
        ).is_valid

    def accepts(self, instance, text=None):
        """
        :param instance: the value
        :param bytes text: the JSON that it was read from, if at hand
        :return: True when it fits; False says nothing
        """
        if _values(instance, text) * self._visits >= _MAX_VISITS:
            return False
        self._local.left = _MAX_STEPS
        try:
            if not self._is_valid(instance):
                return False
            if self._finite_only:
                json.dumps(instance, allow_nan=False)
        except Exception:  # a lone surrogate, 1e999
            return False
        return self._local.left >= 0

    def _spend(self, steps):
        self._local.left -= steps
        if self._local.left < 0:
            raise ValueError

    def _format(self, check):
        def checked(text):
            self._spend(1 + len(text) // 200)
            return check(text)

        return checked

    def _keyword(self, is_met):
        """:return: class as jsonschema-rs wants it, with `is_met(limit, instance)`"""
        spend = self._spend

        class Keyword:
            def __init__(self, schema, value, path):
                self._value = value

            def validate(self, instance):
                spend(1)
                if not is_met(self._value, instance):
                    raise ValueError

        return Keyword

    def _keywords(self):
        """The keywords whose answers differ from those of jsonschema: regular
        expressions have other characters in ``\\d``, floats another remainder, and
        a large number equals no float.
        """
        pattern, spend = self._pattern, self._spend

        def is_found(text, instance):
            return not isinstance(instance, str) or pattern(text).search(
                instance, spend
            )

        def is_multiple(divisor, instance):
            return not is_type(instance, "number") or divides(divisor, instance)

        def is_unique(wanted, instance):
            return not (wanted and isinstance(instance, list)) or unique(
                instance, spend
            )

        return {
            "multipleOf": is_multiple,
            "pattern": is_found,
            "uniqueItems": is_unique,
        }


def _is_safe(schema, flat):
    dialects = (_DIALECT, f"{_DIALECT}#")
    return flat and not any(
        part.get("$schema", _DIALECT) not in dialects
        or not _ELSEWHERE.isdisjoint(part)
        or any(map(is_beyond_floats, part.values()))
        for part in walk(schema)
    )


def _needs_finite(schema):
    """Whether 1e999 must not come here: to jsonschema-rs it is no number."""
    parts = list(walk(schema))
    if any("type" not in part and not _LIMITS.isdisjoint(part) for part in parts):
        return True
    return any(not _TURNING.isdisjoint(part) for part in parts)


def _values(instance, text):
    """:return: a bound of the number of values in it, _MAX_VISITS if not known"""
    if text is not None:
        if len(text) > _SHORT and _LONG_NUMBER in text.translate(_ANY_DIGIT):
            return _MAX_VISITS
        # Each but the first of a container stands behind a comma.
        return 1 + sum(map(text.count, (b",", b"[", b"{")))
    for value in (instance, *_inner(instance)[:100]):
        if len(_inner(value)) > _MAX_VISITS // 100:
            return _MAX_VISITS  # do not even write it
    try:
        size = len(marshal.dumps(instance, 2))
    except ValueError:  # nested so deep that a compiled engine may fall over, too
        return _MAX_VISITS
    if size > _SHORT and (size > 16 * _SHORT or _has_long_number(instance)):
        return _MAX_VISITS
    return size


def _has_long_number(value):
    if isinstance(value, int):
        return value.bit_length() > 128
    return any(map(_has_long_number, _inner(value)))


def _inner(value):
    if isinstance(value, dict):
        return [*value.values()]
    return value if isinstance(value, list) else []
