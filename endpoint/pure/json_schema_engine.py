"""jsonschema's validator, held to a budget.

Of jsonschema are the walk through a schema, references and the words of an error.
Replaced are the keywords that quote a whole value, look at all pairs, run a regular
expression or collect what nobody reads (``json_schema_keywords``), and ``descend``:
each visit of a part of a schema with a part of a value is paid from a budget.
"""

import jsonschema
from jsonschema_specifications import REGISTRY as SPECIFICATIONS
from referencing.jsonschema import DRAFT202012

from . import json_schema_keywords as keywords
from .json_schema_regex import Pattern
from .json_schema_values import is_type

# Steps that one value may take: some 50 ms of CPU.
MAX_STEPS = 25_000
# Visits below each other: each takes two or three frames of Python's thousand.
MAX_DEPTH = 250
_STEPS_OF_AN_ERROR = 5


class TooMuch(Exception):
    """The value takes more work than MAX_STEPS."""


class Run:
    """The check of one value: its budget, and what was found out on the way.

    It travels as the ``format_checker``, which jsonschema hands to the validator of
    each part of a schema: so threads share nothing.
    """

    def __init__(self, plan):
        self.left = MAX_STEPS
        self.depth = 0
        self._plan = plan
        self._parts = {}
        self._resolved = {}

    def spend(self, steps=1):
        """:raise TooMuch: the budget is used up"""
        self.left -= steps
        if self.left < 0:
            raise TooMuch

    def enter(self):
        """:raise RecursionError: nested too deep, before Python's stack ends"""
        if self.depth >= MAX_DEPTH:
            raise RecursionError
        self.depth += 1

    def matches(self, pattern, text):
        """:return: whether the regular expression is found in the text
        :raise TooLong: that would take too long
        """
        return self._plan.pattern(pattern).search(text, self.spend)

    def part(self, validator, schema, resolver):
        """:return: (validator of `schema`, its keywords, the steps of a visit)"""
        key = id(schema)
        part = self._parts.get(key)
        if part is None:
            part = _part(validator, schema, resolver)
            if self._plan.flat:
                self._parts[key] = part
        return part

    def resolve(self, resolver, reference):
        """:return: what `reference` names, see ``referencing.Resolver.lookup``"""
        resolved = self._resolved.get(reference)
        if resolved is None:
            resolved = resolver.lookup(reference)
            if self._plan.flat:
                self._resolved[reference] = resolved
        return resolved


class Plan:
    """What all checks with one schema share."""

    def __init__(self, schema):
        """:param schema: dict or bool, checked before"""
        self.schema = schema
        #: whether a reference means the same wherever it stands
        self.flat = not _has_scopes(schema, top=True)
        self._patterns = {}
        self._resolver = _validator(schema)._resolver

    def pattern(self, text):
        """:return: the compiled :class:`Pattern`"""
        pattern = self._patterns.get(text)
        if pattern is None:
            pattern = self._patterns[text] = Pattern(text)
        return pattern

    def iter_errors(self, instance):
        """:return: iterator of ``jsonschema.ValidationError``
        :raise TooMuch: the budget is used up
        """
        root = _validator(self.schema, Run(self), self._resolver)
        return root.descend(instance, self.schema, resolver=self._resolver)


def _has_scopes(part, top=False):
    """Whether references depend on the way: an ``$id`` within, a ``$dynamicRef``."""
    if isinstance(part, dict):
        return (
            "$dynamicRef" in part
            or ("$id" in part and not top)
            or _names_specification(part.get("$ref"))
            or any(_has_scopes(value) for value in part.values())
        )
    return isinstance(part, list) and any(map(_has_scopes, part))


def _names_specification(reference):
    return isinstance(reference, str) and "json-schema.org" in reference


def _validator(schema, run=None, resolver=None):
    # Not by `evolve`: it would follow a `$schema` to another draft. And its own
    # registry would fetch what a reference names.
    return Validator(
        schema, registry=SPECIFICATIONS, format_checker=run, _resolver=resolver
    )


def _part(validator, schema, resolver):
    if resolver is None:
        resource = DRAFT202012.create_resource(schema)
        resolver = validator._resolver.in_subresource(resource)
    part = _validator(schema, validator.format_checker, resolver)
    known = [
        (part.VALIDATORS[name], name, value)
        for name, value in schema.items()
        if name in part.VALIDATORS
    ]
    return part, known, 1 + sum(_weight(value) for _call, _name, value in known) // 16


def _weight(value):
    """:return: how many values a keyword goes through, whatever the instance"""
    if isinstance(value, dict):
        return len(value)
    if isinstance(value, list):
        return sum(1 + _weight(item) for item in value)
    return 0


def descend(self, instance, schema, path=None, schema_path=None, resolver=None):
    """The errors of a part of the value: as jsonschema's own, on a budget."""
    run = self.format_checker
    if schema is True:
        run.spend()
        return
    if schema is False:
        run.spend(_STEPS_OF_AN_ERROR)
        error = keywords.false_schema(instance)
        if path is not None:
            error.path.appendleft(path)
        yield error
        return
    part, known, steps = run.part(self, schema, resolver)
    run.spend(steps)
    run.enter()
    try:
        for call, name, value in known:
            for error in call(part, value, instance, schema) or ():
                run.spend(_STEPS_OF_AN_ERROR)
                error._set(
                    validator=name,
                    validator_value=value,
                    instance=instance,
                    schema=schema,
                    type_checker=self.TYPE_CHECKER,
                )
                if path is not None:
                    error.path.appendleft(path)
                yield error
    finally:
        run.depth -= 1


Validator = jsonschema.validators.extend(
    jsonschema.Draft202012Validator, validators=keywords.KEYWORDS
)
Validator.descend = descend
# Its own asks a table written in Rust, which panics where the stack ends.
Validator.is_type = lambda self, instance, name: is_type(instance, name)
