"""Probable mistakes in a JSON Schema (Draft 2020-12)."""

from collections.abc import Iterator

import jsonschema_rs

from .schema_text import (
    KEYWORDS,
    Schema,
    compile_with,
    did_you_mean,
    read,
    subschemas_by_path,
)

#: keywords of OpenAPI 3.1 (Schema Object, §4.8.24) that validate nothing
OPENAPI_KEYWORDS = {"example", "xml", "externalDocs", "discriminator"}
#: keywords of older drafts and of OpenAPI 3.0, and their replacements
_SUCCESSORS = {
    "definitions": "$defs",
    "dependencies": "dependentRequired or dependentSchemas",
    "additionalItems": "items with prefixItems",
    "id": "$id",
    "nullable": 'type: [string, "null"]',
    "$recursiveRef": "$dynamicRef",
    "$recursiveAnchor": "$dynamicAnchor",
}
#: formats of Draft 2020-12 (Validation §7.3)
FORMATS = {
    *("date-time", "date", "time", "duration", "email", "idn-email", "hostname"),
    *("idn-hostname", "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference"),
    *("uuid", "uri-template", "json-pointer", "relative-json-pointer", "regex"),
    # formats of OpenAPI 3.1, which are informative only
    *("int32", "int64", "float", "double", "password", "binary", "byte"),
}
_MAX_WARNINGS = 50


def warnings(text: str) -> list[str]:
    """Report keywords that Draft 2020-12 ignores and patterns that may be slow.

    :raise SchemaError: see :func:`read`
    """
    messages = set()
    for _path, message in warnings_by_path(read(text)):
        messages.add(message)
        if len(messages) >= _MAX_WARNINGS:
            break
    return sorted(messages)


def warnings_by_path(schema: Schema) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """
    :param schema: result of :func:`read`
    :return: iterator over (path in the schema, warning)
    """
    for path, part in subschemas_by_path(schema):
        for keyword in sorted(part.keys() - KEYWORDS - OPENAPI_KEYWORDS):
            if not keyword.startswith("x-"):
                yield (*path, keyword), _unknown(keyword)
        known_format = part.get("format", "uuid")
        if known_format not in FORMATS:
            yield (
                (*path, "format"),
                f"the format “{known_format}” is unknown and not checked."
                f"{did_you_mean(str(known_format), FORMATS)}",
            )
        patterns = [(("pattern",), part["pattern"])] if "pattern" in part else []
        patterns += [
            (("patternProperties", pattern), pattern)
            for pattern in part.get("patternProperties", ())
        ]
        for place, pattern in patterns:
            if not _is_linear(pattern):
                yield (
                    (*path, *place),
                    f"the pattern “{pattern}” uses look-around or back-references: a "
                    "text that takes too many steps is refused",
                )


def _unknown(keyword: str) -> str:
    words = f"Draft 2020-12 has no keyword “{keyword}”: it is ignored"
    if keyword in _SUCCESSORS:
        return f"{words}. Use {_SUCCESSORS[keyword]}."
    return f"{words}.{did_you_mean(keyword, KEYWORDS)}"


def _is_linear(pattern: str) -> bool:
    try:
        compile_with({"pattern": pattern}, jsonschema_rs.RegexOptions())
    except jsonschema_rs.ValidationError:
        return False
    return True
