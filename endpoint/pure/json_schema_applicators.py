"""The keywords that apply schemas to parts of a value (JSON Schema Core 2020-12, 10).

As in ``json_schema_keywords``. Where a keyword asks only whether a value fits, it
stops at the first error: jsonschema collects all of them as the context of an error.
"""

from jsonschema.exceptions import ValidationError

from . import json_schema_unevaluated as unevaluated
from .json_schema_unevaluated import fits, matches, named, unexpected
from .json_schema_values import is_type, quote, quote_text

# What the words of an error about a value with many parts cost.
_STEPS_OF_WORDS = 20


def _any_of(validator, schemas, instance, schema):
    if not any(fits(validator, instance, each) for each in schemas):
        validator.format_checker.spend(_STEPS_OF_WORDS)
        yield ValidationError(
            f"{quote(instance)} is not valid under any of the given schemas"
        )


def _one_of(validator, schemas, instance, schema):
    fitting = []
    for each in schemas:
        if fits(validator, instance, each):
            validator.format_checker.spend(_STEPS_OF_WORDS)
            fitting.append(quote(each))
            if len(fitting) > 1:
                words = " and ".join(fitting)
                yield ValidationError(f"{quote(instance)} is valid under both {words}")
                return
    if not fitting:
        validator.format_checker.spend(_STEPS_OF_WORDS)
        yield ValidationError(
            f"{quote(instance)} is not valid under any of the given schemas"
        )


def _not(validator, refused, instance, schema):
    if fits(validator, instance, refused):
        validator.format_checker.spend(_STEPS_OF_WORDS)
        yield ValidationError(
            f"{quote(instance)} should not be valid under {quote(refused)}"
        )


def _if(validator, condition, instance, schema):
    name = "then" if fits(validator, instance, condition) else "else"
    if name in schema:
        yield from validator.descend(instance, schema[name], schema_path=name)


def _items(validator, items, instance, schema):
    if not is_type(instance, "array"):
        return
    before = len(schema.get("prefixItems", ()))
    if len(instance) <= before:
        return
    if items is False:
        number = len(instance) - before
        first = quote(instance[before] if number == 1 else instance[before:][:9])
        noun = "item" if before == 1 else "items"
        yield ValidationError(
            f"Expected at most {before} {noun} but found {number} extra: {first}"
        )
        return
    if items is True:
        return
    for index in range(before, len(instance)):
        yield from validator.descend(instance[index], items, path=index)


def _contains(validator, contained, instance, schema):
    if not is_type(instance, "array"):
        return
    least = schema.get("minContains", 1)
    most = schema.get("maxContains", len(instance))
    found = 0
    for each in instance:
        if fits(validator, each, contained):
            found += 1
            if found > most:
                yield ValidationError(
                    f"Too many items match the given schema (expected at most {most})",
                    validator="maxContains",
                    validator_value=most,
                )
                return
    if found >= least:
        return
    if not found:
        yield ValidationError(
            f"{quote(instance)} does not contain items matching the given schema"
        )
        return
    yield ValidationError(
        f"Too few items match the given schema (expected at least {least} "
        f"but only {found} matched)",
        validator="minContains",
        validator_value=least,
    )


def _pattern_properties(validator, patterns, instance, schema):
    if not is_type(instance, "object"):
        return
    for pattern, each in patterns.items():
        for name, value in instance.items():
            found = matches(validator, pattern, name, when_too_long=None)
            if found is None:
                yield ValidationError(
                    f"the name {quote_text(name)} is too long for {quote_text(pattern)}"
                )
            elif found:
                yield from validator.descend(value, each, path=name)


def _additional_properties(validator, additional, instance, schema):
    if not is_type(instance, "object") or additional is True:
        return
    validator.format_checker.spend(len(instance) // 16)
    extras = _extras(validator, instance, schema)
    if additional is not False:
        for name in extras:
            yield from validator.descend(instance[name], additional, path=name)
        return
    extras = sorted(extras)
    if not extras:
        return
    if "patternProperties" in schema:
        verb = "does" if len(extras) == 1 else "do"
        patterns = quote(sorted(schema["patternProperties"]))[1:-1]
        yield ValidationError(
            f"{named(extras)} {verb} not match any of the regexes: {patterns}"
        )
        return
    yield ValidationError(
        f"Additional properties are not allowed ({unexpected(extras)})"
    )


def _extras(validator, instance, schema):
    """:return: the names that neither ``properties`` nor a pattern knows, in order"""
    known = schema.get("properties", ())
    patterns = schema.get("patternProperties", ())
    names = [name for name in instance if name not in known]
    if not patterns:
        return names
    return [
        name
        for name in names
        # Of a name that is too long patternProperties speaks.
        if not any(matches(validator, each, name, True) for each in patterns)
    ]


KEYWORDS = {
    "additionalProperties": _additional_properties,
    "anyOf": _any_of,
    "contains": _contains,
    "if": _if,
    "items": _items,
    "not": _not,
    "oneOf": _one_of,
    "patternProperties": _pattern_properties,
    **unevaluated.KEYWORDS,
}
