"""What a schema is like: what it would cost, and where a faster engine differs."""

from referencing.jsonschema import DRAFT202012

from .json_schema_text import resolver_of

_IN_PLACE = {"allOf", "anyOf", "dependentSchemas", "else", "if", "not", "oneOf", "then"}


# With these a value is checked against several parts.
_BRANCHING = _IN_PLACE | {"contains", "unevaluatedItems", "unevaluatedProperties"}


class Shape:
    """How the parts of a schema lead to each other."""

    def __init__(self, schema):
        """:param schema: one whose references are all to its own parts"""
        self._resolver = resolver_of(schema)
        self._schema = schema
        self._sizes = {}
        #: whether a part leads back to itself without going into the value
        self.loops = self._loops(schema, set(), set())
        #: the parts visited for one value, each as often as it is reached
        self.size = 0 if self.loops else self._size(schema)

    @property
    def visits(self):
        """:return: a bound of the work for one value, in visits of a part"""
        parts = list(walk(self._schema))
        visits = 2 + max((len(part.get("enum", ())) // 8 for part in parts), default=0)
        if any(not _BRANCHING.isdisjoint(part) for part in parts):
            visits = self.size
        if any("contains" in part for part in parts):
            visits *= 10
        return visits

    def _loops(self, part, above, done):
        if not isinstance(part, dict) or id(part) in done:
            return False
        if id(part) in above:
            return True
        above.add(id(part))
        found = any(self._loops(each, above, done) for each in self._beside(part))
        above.discard(id(part))
        done.add(id(part))
        # Loops below are as bad.
        return found or any(
            self._loops(each, set(), done) for each in _subschemas(part)
        )

    def _beside(self, part):
        for keyword, value in part.items():
            if keyword == "$ref":
                yield self._resolver.lookup(value).contents
            elif keyword in _IN_PLACE:
                yield from _each(keyword, value)

    def _size(self, part):
        if not isinstance(part, dict):
            return 1
        known = self._sizes.get(id(part))
        if known is None:
            self._sizes[id(part)] = 1  # where it leads back here, it is shared
            parts = [*_subschemas(part)]
            if "$ref" in part:
                parts.append(self._resolver.lookup(part["$ref"]).contents)
            own = 1 + len(part.get("enum", ())) // 8
            known = min(own + sum(map(self._size, parts)), 2**60)
            self._sizes[id(part)] = known
        return known


def _each(keyword, value):
    if keyword == "dependentSchemas":
        return value.values()
    return value if isinstance(value, list) else [value]


def _subschemas(part):
    return DRAFT202012.subresources_of(part)


def walk(part):
    """:return: iterator of all parts of a schema, data in it included"""
    todo = [part]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            yield part
            todo.extend(part.values())
        elif isinstance(part, list):
            todo.extend(part)


def patterns(schema):
    """:return: iterator of the regular expressions in a schema"""
    for part in walk(schema):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        if isinstance(part.get("patternProperties"), dict):
            yield from part["patternProperties"]


def is_beyond_floats(value):
    """jsonschema-rs compares large numbers as floats, Python as they are."""
    if isinstance(value, list):
        return any(map(is_beyond_floats, value))
    return isinstance(value, int | float) and abs(value) >= 2**53
