"""YAML 1.2 (core schema, YAML 1.2.2 §10.3.2)."""

import json
import re
from typing import Any

import yaml

MAX_NODES = 100_000

_TAG = "tag:yaml.org,2002:"

# A number with a leading zero stays a string, e.g. a postcode or an article number.
_INTEGER = r"[-+]?(?:0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+"
_FLOAT = (
    r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_RESOLVERS = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", _INTEGER, list("-+0123456789")),
    ("float", _FLOAT, list("-+.0123456789")),
    ("merge", r"<<", ["<"]),  # not in 1.2, but widely used
)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    yaml_implicit_resolvers = {}


for _tag, _pattern, _first in _RESOLVERS:
    _Loader.add_implicit_resolver(
        f"{_TAG}{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first
    )


class _NamesLoader(_Loader):
    """Reads all names of members as text: ``200:`` is ``"200":``."""

    def construct_mapping(self, node, deep=False):
        self.flatten_mapping(node)  # adds the names that aliases merge in
        for name, _value in node.value:
            if name.tag.removeprefix(_TAG) in ("int", "float", "bool", "null"):
                name.tag = f"{_TAG}str"
        return super().construct_mapping(node, deep)


def load(text: str, max_nodes: int = MAX_NODES, text_names: bool = False) -> Any:
    """Read JSON or YAML.

    :param max_nodes: how many values the text may contain, with aliases expanded
    :param text_names: whether names such as ``200`` or ``null`` are read as text;
        otherwise they are refused
    :return: a value that JSON can represent
    :raise ValueError: neither JSON nor YAML, a value that JSON cannot represent, or
        too many values
    """
    try:
        value = _parse(text, max_nodes, _NamesLoader if text_names else _Loader)
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except yaml.YAMLError as exc:
        raise ValueError(f"neither JSON nor YAML: {exc}") from exc
    except (TypeError, ValueError, RecursionError) as exc:
        raise ValueError(f"JSON cannot represent it: {exc}") from exc
    _check_parts(value, max_nodes)
    return value


def _parse(text: str, max_nodes: int, loader: type) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except ValueError:
        # YAML allows brackets as well, and its parser describes its own errors.
        return _load_yaml(loader(text), max_nodes)


def _load_yaml(loader: _Loader, max_nodes: int) -> Any:
    try:
        root = loader.get_single_node()
        if root is None:
            return None
        if _size(root, {}) > max_nodes:
            raise ValueError(f"its aliases expand to more than {max_nodes} values")
        return loader.construct_document(root)
    finally:
        loader.dispose()


def _size(node: yaml.Node, sizes: dict[int, float]) -> float:
    """:return: number of nodes with aliases expanded; infinite for a cycle"""
    if isinstance(node, yaml.ScalarNode):
        return 1
    size = sizes.get(id(node))
    if size is None:
        sizes[id(node)] = float("inf")
        children = node.value
        if isinstance(node, yaml.MappingNode):
            children = [child for pair in children for child in pair]
        size = 1 + sum(_size(child, sizes) for child in children)
        sizes[id(node)] = size
    return size


def _check_parts(value: Any, max_nodes: int) -> None:
    """:raise ValueError: too many values, or a member name that YAML reads as number,
    null or boolean
    """
    parts = [("the top", value)]
    count = 0
    while parts:
        place, part = parts.pop()
        count += 1
        if count > max_nodes:
            raise ValueError(f"it contains more than {max_nodes} values")
        if isinstance(part, list):
            parts.extend((place, item) for item in part)
        elif isinstance(part, dict):
            for name in part:
                if not isinstance(name, str):
                    raise ValueError(f"at {place}: put the name {name!r} in quotes")
            parts.extend(part.items())


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Also quotes texts that only one of YAML 1.1 and 1.2 reads as a number."""

    def ignore_aliases(self, data):
        return True


# PyYAML quotes a text if any of these patterns matches it. The tags only have to
# differ from that of a string.
for _tag, _pattern, _first in _RESOLVERS:
    _Dumper.add_implicit_resolver(
        f"{_TAG}{_tag}#1.2", re.compile(rf"(?:{_pattern})\Z"), _first
    )


def dump(value: Any) -> str:
    """Write YAML that :func:`load` reads as the same value.

    :param value: a value that JSON can represent; members keep their order
    :raise RecursionError: nested too deeply
    """
    return yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88
    )
