"""JSON Schema Draft 2020-12: read at save, checked at each request.

jsonschema is the authority: it checks schemas, and its walk and words are those of
every error. Where jsonschema-rs is installed it answers first; what it accepts is
right, what it refuses goes through jsonschema, whose answer counts.

Nothing is ever fetched: a schema may refer to its own parts alone. No value takes
more than a budget of work: see ``MAX_STEPS``.
"""

from itertools import islice

from .json_schema_engine import MAX_STEPS, Plan, TooMuch
from .json_schema_fast import Fast
from .json_schema_shape import Shape, patterns
from .json_schema_text import SchemaError, read
from .json_schema_values import quote_text

__all__ = [
    "MAX_ERRORS", "MAX_STEPS", "SchemaError", "Validator", "errors", "load", "warnings",
]  # fmt: skip

MAX_ERRORS = 100
_MAX_MESSAGE = 500
_MAX_NAME = 100


class Validator:
    """A schema, ready for values. Threads may share it."""

    __slots__ = ("fast", "plan")

    def __init__(self, schema):
        self.plan = Plan(schema)
        try:
            self.fast = Fast(self.plan)
        except ValueError:
            self.fast = None

    @property
    def schema(self):
        """:return: the schema, dict or bool"""
        return self.plan.schema


def load(text):
    """Read a schema from JSON or YAML and check it.

    :param str text:
    :return: :class:`Validator`
    :raise SchemaError: not JSON or YAML, not a schema, or one that refers elsewhere
    """
    return Validator(read(text))


def warnings(text):
    """What in a schema is allowed, but may not be what its author wants.

    :param str text: as for :func:`load`
    :return: list of str, for the one who wrote it
    :raise SchemaError: as :func:`load`
    """
    plan = Plan(read(text))
    found = []
    for text in sorted(set(patterns(plan.schema))):
        pattern = plan.pattern(text)
        what = f"the pattern {quote_text(text)} may take"
        if not pattern.linear:
            found.append(
                f"{what} {'exponential' if pattern.exponential else 'a long'} time: "
                f"texts longer than {pattern.longest} characters are refused. "
                "Write it without looking ahead or back."
            )
        elif pattern.exponential:
            found.append(
                f"{what} exponential time: here longer texts go to a slower engine "
                "that does not hang, other programs may. Write it without a "
                "repetition inside of a repetition."
            )
    if plan.flat and Shape(plan.schema).loops:
        found.append(
            "a $ref leads back to itself without going into the value: "
            "what comes there is refused as nested too deep"
        )
    return found


def errors(validator, instance, text=None):
    """
    :param validator: what :func:`load` gave
    :param instance: the value to check
    :param bytes text: the JSON that the value was read from: with it at hand, valid
        values are checked faster
    :return: (list of ``{"loc", "msg", "type"}``, whether there were more)
    """
    if validator.fast is not None and validator.fast.accepts(instance, text):
        return [], False
    found, stopped = [], None
    try:
        for error in islice(validator.plan.iter_errors(instance), MAX_ERRORS + 1):
            found.append(error)
    except RecursionError:
        return [_whole("nested too deep", "recursion")], False
    except TooMuch:
        stopped = "too much to check: send it in smaller parts"
    if stopped and not found:
        return [_whole(stopped, "too_complex")], False
    detail = [
        {
            "loc": ["body", *map(_shorten_name, error.path)],
            "msg": _shorten(error.message),
            "type": str(error.validator or "false"),
        }
        for error in sorted(found[:MAX_ERRORS], key=_place)
    ]
    return detail, bool(stopped) or len(found) > MAX_ERRORS


def _whole(message, kind):
    return {"loc": ["body"], "msg": message, "type": kind}


def _place(error):
    """As in the value: the whole before its parts, the second before the tenth."""
    return [(isinstance(each, str), each) for each in error.path]


def _shorten_name(name):
    if isinstance(name, str) and len(name) > _MAX_NAME:
        return f"{name[:_MAX_NAME]}…"
    return name


def _shorten(message):
    # Words of the schema may be long, too.
    if len(message) <= _MAX_MESSAGE:
        return message
    return f"{message[: _MAX_MESSAGE // 2]} … {message[-_MAX_MESSAGE // 2 :]}"
