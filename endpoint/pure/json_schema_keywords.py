"""The keywords that look at a value itself (JSON Schema Validation 2020-12, 6).

Each is a function of (validator, value of the keyword, instance, schema), gives an
iterable of errors or None, and says what jsonschema's says, but of a large value
only its beginning. ``validator.format_checker`` is the ``Run``.
"""

from jsonschema.exceptions import ValidationError

from . import json_schema_applicators as applicators
from .json_schema_formats import CHECKS
from .json_schema_regex import TooLong
from .json_schema_values import divides, equal, is_type, quote, unique


def false_schema(instance):
    return ValidationError(
        f"False schema does not allow {quote(instance)}",
        validator=None,
        validator_value=None,
        instance=instance,
        schema=False,
    )


def _error(message):
    return (ValidationError(message),)


def _type(validator, types, instance, schema):
    names = [types] if isinstance(types, str) else types
    if not any(is_type(instance, name) for name in names):
        wanted = ", ".join(map(repr, names))
        return _error(f"{quote(instance)} is not of type {wanted}")


def _const(validator, const, instance, schema):
    if not equal(instance, const):
        return _error(f"{quote(const)} was expected")


def _enum(validator, values, instance, schema):
    if isinstance(instance, str):
        found = instance in values  # as fast as Python can; texts equal texts only
    else:
        validator.format_checker.spend(len(values) // 8)
        found = any(equal(value, instance) for value in values)
    if not found:
        return _error(f"{quote(instance)} is not one of {quote(values)}")


def _limit(fails, words):
    def keyword(validator, limit, instance, schema):
        if is_type(instance, "number") and fails(instance, limit):
            return _error(f"{quote(instance)} is {words} of {quote(limit)}")

    return keyword


def _multiple_of(validator, divisor, instance, schema):
    if is_type(instance, "number") and not divides(divisor, instance):
        return _error(f"{quote(instance)} is not a multiple of {quote(divisor)}")


def _size(kind, fails, words_of_limit):
    def keyword(validator, limit, instance, schema):
        if is_type(instance, kind) and fails(len(instance), limit):
            return _error(f"{quote(instance)} {words_of_limit(limit)}")

    return keyword


def _shorter(length, limit):
    return length < limit


def _longer(length, limit):
    return length > limit


def _words(other, special, limit_of_special):
    return lambda limit: special if limit == limit_of_special else other


def _unique_items(validator, wanted, instance, schema):
    if not wanted or not is_type(instance, "array"):
        return None
    if not unique(instance, validator.format_checker.spend):
        return _error(f"{quote(instance)} has non-unique elements")


def _pattern(validator, pattern, instance, schema):
    if not is_type(instance, "string"):
        return None
    try:
        if validator.format_checker.matches(pattern, instance):
            return None
    except TooLong as exc:
        return _error(f"{quote(instance)} is {exc}: too long for {quote(pattern)}")
    return _error(f"{quote(instance)} does not match {quote(pattern)}")


def _format(validator, name, instance, schema):
    check = CHECKS.get(name)
    if check is None or not is_type(instance, "string"):
        return None
    validator.format_checker.spend(len(instance) // 200)
    if not check(instance):
        return _error(f"{quote(instance)} is not a {name!r}")


def _reference(validator, reference, instance, schema):
    resolved = validator.format_checker.resolve(validator._resolver, reference)
    return validator.descend(instance, resolved.contents, resolver=resolved.resolver)


_SHORT = _words("is too short", "should be non-empty", 1)
_LONG = _words("is too long", "is expected to be empty", 0)
_FEW = _words("does not have enough properties", "should be non-empty", 1)
_MANY = _words("has too many properties", "is expected to be empty", 0)

KEYWORDS = {
    **applicators.KEYWORDS,
    "$dynamicRef": _reference,
    "$ref": _reference,
    "const": _const,
    "enum": _enum,
    "exclusiveMaximum": _limit(
        lambda number, limit: number >= limit, "greater than or equal to the maximum"
    ),
    "exclusiveMinimum": _limit(
        lambda number, limit: number <= limit, "less than or equal to the minimum"
    ),
    "format": _format,
    "maxItems": _size("array", _longer, _LONG),
    "maxLength": _size("string", _longer, _LONG),
    "maxProperties": _size("object", _longer, _MANY),
    "maximum": _limit(lambda number, limit: number > limit, "greater than the maximum"),
    "minItems": _size("array", _shorter, _SHORT),
    "minLength": _size("string", _shorter, _SHORT),
    "minProperties": _size("object", _shorter, _FEW),
    "minimum": _limit(lambda number, limit: number < limit, "less than the minimum"),
    "multipleOf": _multiple_of,
    "pattern": _pattern,
    "type": _type,
    "uniqueItems": _unique_items,
}
