"""How large a schema becomes when its references are expanded.

jsonschema-rs could exhaust the memory: for ``unevaluatedProperties`` and
``unevaluatedItems`` it expands every reference at every occurrence: six levels of ten
references are a million schemas. Each pattern may take megabytes.
"""

from collections.abc import Iterator
from typing import Any

from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

_MAX_EXPANDED = 20_000
_MAX_PATTERNS_BYTES, _MAX_PATTERN_BYTES, _MIN_PATTERN_BYTES = 2**28, 10 * 2**20, 2**14

_UNEVALUATED = {"unevaluatedProperties", "unevaluatedItems"}


def check(schema: Any) -> None:
    """:raise ValueError: it expands to too many schemas, or endlessly"""
    sizes: dict[int, float] = {}
    expanded: float = 0
    for part, resolver in _parts(schema):
        if not _UNEVALUATED.isdisjoint(part):
            expanded += _size(part, resolver, sizes) - 1
        if expanded > _MAX_EXPANDED:
            raise ValueError(
                "unevaluatedProperties and unevaluatedItems examine more than "
                f"{_MAX_EXPANDED} schemas here, counting each reference"
            )


def largest(schema: Any) -> float:
    """:return: how many schemas apply to one value at most, counting each reference;
    infinite if a schema contains itself
    """
    sizes: dict[int, float] = {}
    return max((_size(*part, sizes) for part in _parts(schema)), default=1)


def _parts(schema: Any) -> Iterator[tuple[dict[str, Any], Any]]:
    """:return: (schema, its resolver) of the schema and all its subschemas"""
    root = _resource(schema)
    uri = root.id() or ""
    # Crawl once: otherwise each reference to an anchor would crawl again.
    registry = Registry().with_resource(uri, root).crawl()
    parts = [(schema, registry.resolver(uri))]
    while parts:
        part, resolver = parts.pop()
        if isinstance(part, dict):
            resolver = resolver.in_subresource(_resource(part))
            yield part, resolver
            children = DRAFT202012.subresources_of(part)
            parts.extend((child, resolver) for child in children)


def pattern_limit(schema: Any) -> int:
    """:return: memory limit per pattern of a schema, in bytes"""
    count, parts = 0, [schema]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            count += "pattern" in part
            patterns = part.get("patternProperties")
            count += len(patterns) if isinstance(patterns, dict) else 0
            parts.extend(part.values())
        elif isinstance(part, list):
            parts.extend(part)
    share = _MAX_PATTERNS_BYTES // (count or 1)
    return min(_MAX_PATTERN_BYTES, max(_MIN_PATTERN_BYTES, share))


def _size(part: Any, resolver: Any, sizes: dict[int, float]) -> float:
    """:return: number of schemas that apply to the same value; infinite for a cycle"""
    if not isinstance(part, dict):
        return 1
    size = sizes.get(id(part))
    if size is None:
        sizes[id(part)] = float("inf")
        resolver = resolver.in_subresource(_resource(part))
        size = 1 + sum(
            _size(child, child_resolver, sizes)
            for child, child_resolver in _in_place(part, resolver)
        )
        sizes[id(part)] = size
    return size


def _in_place(part: dict[str, Any], resolver: Any) -> Iterator[tuple[Any, Any]]:
    """:return: (schema, its resolver) of each subschema that applies in place"""
    for keyword in ("$ref", "$dynamicRef"):
        if keyword in part:
            try:
                resolved = resolver.lookup(part[keyword])
            except Unresolvable:
                continue  # refused when the schema is compiled
            yield resolved.contents, resolved.resolver
    children = [part[name] for name in ("not", "if", "then", "else") if name in part]
    for keyword in ("allOf", "anyOf", "oneOf"):
        children += part.get(keyword, ())
    children += part.get("dependentSchemas", {}).values()
    yield from ((child, resolver) for child in children)


def _resource(part: Any) -> Resource:
    return DRAFT202012.create_resource(part)
