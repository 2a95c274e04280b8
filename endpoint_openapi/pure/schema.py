"""A JSON Schema that stands alone becomes components of an OpenAPI document.

Its ``$defs`` are hoisted, each under a name of its own, and its references follow.
"""

from urllib.parse import quote, unquote

from . import schema_keywords as keywords
from .identifiers import pascal

_ROOT = "#/components/schemas/"
_BOOLEANS = ("additionalProperties", "unevaluatedItems", "unevaluatedProperties")


class CannotCarry(ValueError):
    """OpenAPI has no place for this schema; the message says why."""


def carry(schema, name, taken=()):
    """
    :param schema: dict or bool, Draft 2020-12
    :param str name: of the component that it becomes
    :param taken: names of components that are there already
    :return: dict of component name to schema; the first is the schema itself
    :raise CannotCarry:
    """
    if isinstance(schema, bool):
        return {name: _object_of(schema)}
    if not isinstance(schema, dict):
        raise CannotCarry("a schema is an object, such as {type: object}")
    try:
        return _Mover(schema, name, taken).move()
    except RecursionError:
        raise CannotCarry("it is nested too deep") from None


class _Mover:
    def __init__(self, schema, name, taken):
        self.schema = schema
        self.name = name
        self.base = schema.get("$id") or ""
        self.places = self._name_definitions({*taken, name})
        self.anchors = dict(_anchors(schema, ()))
        self.references = []

    def _name_definitions(self, taken):
        """:return: dict of (keyword, name of a definition) to component name"""
        places = {}
        for keyword in ("$defs", "definitions"):
            definitions = self.schema.get(keyword)
            for key in definitions if isinstance(definitions, dict) else ():
                wanted = name = self.name + (pascal(key) or "Definition")
                number = 2
                while name in taken:
                    name, number = f"{wanted}{number}", number + 1
                taken.add(name)
                places[keyword, key] = name
        return places

    def move(self):
        root = {
            keyword: value
            for keyword, value in self.schema.items()
            if keyword not in ("$schema", "$id", "$defs", "definitions")
        }
        components = {self.name: self._copy(root, ())}
        for (keyword, key), name in self.places.items():
            components[name] = self._copy(self.schema[keyword][key], (keyword, key))
        for reference, tokens in self.references:
            _resolve(components, tokens, reference)
        return components

    def _copy(self, schema, path):
        if isinstance(schema, bool):
            # Few programs know true and false where OpenAPI 3.0 had no place for them.
            return schema if path[-1] in _BOOLEANS else _object_of(schema)
        if not isinstance(schema, dict):
            raise CannotCarry(f"at {_show(path)}: neither an object nor true or false")
        result = {}
        for keyword, value in schema.items():
            here = (*path, keyword)
            if keyword in ("$schema", "$anchor"):
                continue  # OpenAPI's dialect; references say the place instead
            if keyword in keywords.UNMOVABLE or keyword == "$id":
                raise CannotCarry(f"{_show(here)} means something in its own file only")
            if keyword == "$ref":
                result[keyword] = self._reference(value, here)
            elif keyword in keywords.ONE:
                result[keyword] = self._copy(value, here)
            elif keyword in keywords.MAP:
                result[keyword] = {
                    key: self._copy(each, (*here, key))
                    for key, each in _expect(value, dict, here).items()
                }
            elif keyword in keywords.LIST:
                parts = _expect(value or None, list, here)
                result[keyword] = [
                    self._copy(each, (*here, str(index)))
                    for index, each in enumerate(parts)
                ]
            else:
                result.update(_plain(keyword, value, here))
        return result

    def _reference(self, value, path):
        if not isinstance(value, str):
            raise CannotCarry(f"{_show(path)} is no text")
        local = value.removeprefix(self.base) if self.base else value
        if local and not local.startswith("#"):
            raise CannotCarry(f"{_show(path)} refers to another file: {value}")
        pointer = unquote(local[1:])
        if pointer and not pointer.startswith("/"):
            if pointer not in self.anchors:
                raise CannotCarry(
                    f"{_show(path)} refers to {value}, which is not there"
                )
            tokens = self.anchors[pointer]
        else:
            tokens = tuple(map(_unescape, pointer.split("/")[1:]))
        if tokens[:2] in self.places:
            tokens = (self.places[tokens[:2]], *tokens[2:])
        else:
            tokens = (self.name, *tokens)
        self.references.append((value, tokens))
        return _ROOT + "/".join(map(_escape, tokens))


def _object_of(boolean):
    return {} if boolean else {"not": {}}


def _plain(keyword, value, path):
    """What no JSON Schema knows means nothing to a validator, and is kept as such."""
    check = keywords.PLAIN.get(keyword)
    if check is None:
        return {keyword if keyword.startswith("x-") else f"x-{keyword}": value}
    if not check(value):
        raise CannotCarry(f"{_show(path)} cannot be that")
    return {keyword: value}


def _expect(value, kind, path):
    if not isinstance(value, kind):
        raise CannotCarry(f"{_show(path)} cannot be that")
    return value


def _anchors(schema, path):
    """Yield (anchor, where it is) of a schema and its parts."""
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("$anchor"), str):
        yield schema["$anchor"], path
    for keyword, value in schema.items():
        here = (*path, keyword)
        if keyword in keywords.ONE:
            yield from _anchors(value, here)
        elif keyword in keywords.MAP | {"definitions"} and isinstance(value, dict):
            for key, each in value.items():
                yield from _anchors(each, (*here, key))
        elif keyword in keywords.LIST and isinstance(value, list):
            for index, each in enumerate(value):
                yield from _anchors(each, (*here, str(index)))


def _resolve(value, tokens, reference):
    for token in tokens:
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            raise CannotCarry(f"it refers to {reference}, which is not there")
    if not isinstance(value, dict | bool):
        raise CannotCarry(f"it refers to {reference}, which is no schema")


def _escape(token):
    return quote(token.replace("~", "~0").replace("/", "~1"), safe="~!$&'()*+,;=:@-._")


def _unescape(token):
    return token.replace("~1", "/").replace("~0", "~")


def _show(path):
    return "/".join(path) or "the top"
