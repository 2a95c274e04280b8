from concurrent.futures import ThreadPoolExecutor

import pytest

from endpoint.validation import xml_schema

SCHEMA = """<?xml version="1.0" encoding="utf-8" ?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="n" type="xs:integer"/>
</xs:schema>"""


def test_valid_xml_has_no_errors():
    root = xml_schema.parse(b"<n>12</n>")
    assert xml_schema.load(SCHEMA).errors(root) == ([], False)


def test_errors_say_where():
    [error], truncated = xml_schema.load(SCHEMA).errors(xml_schema.parse(b"<n>x</n>"))
    assert error["loc"] == ["body", "n"]
    assert error["type"] == "xml_schema"
    assert "line 1" in error["msg"]
    assert not truncated


def test_threads_do_not_see_the_errors_of_others():
    validator = xml_schema.load(SCHEMA)

    def check(number):
        text = f"<n>{number if number % 2 else 'x'}</n>".encode()
        return bool(validator.errors(xml_schema.parse(text))[0])

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(check, range(2000)))
    assert results == [number % 2 == 0 for number in range(2000)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<n>",
        b"<!DOCTYPE n><n>1</n>",
        b'<!DOCTYPE n [<!ENTITY a "b">]><n>&a;</n>',
        b'<!DOCTYPE n SYSTEM "file:///etc/passwd"><n>1</n>',
        b'<?xml version="1.0" encoding="nope"?><n>1</n>',
        b"<n>" * 10_000 + b"</n>" * 10_000,
    ],
)
def test_unsafe_or_malformed_xml_is_refused(body):
    with pytest.raises(xml_schema.InvalidXML):
        xml_schema.parse(body)


@pytest.mark.parametrize("name", ["import", "include", "redefine"])
def test_a_schema_that_names_another_file_is_refused(name):
    schema = SCHEMA.replace(
        "<xs:element", f'<xs:{name} schemaLocation="a"/><xs:element'
    )
    with pytest.raises(xml_schema.SchemaError, match="nothing is fetched"):
        xml_schema.load(schema)


@pytest.mark.parametrize("kind", ["group", "attributeGroup"])
@pytest.mark.parametrize("levels", [9, 0])
def test_groups_that_expand_without_a_limit_are_refused(kind, levels):
    groups = "".join(
        f'<xs:{kind} name="g{level}"><xs:sequence>'
        + f'<xs:{kind} ref="g{min(level + 1, levels)}"/>' * 10
        + f"</xs:sequence></xs:{kind}>"
        for level in range(levels + 1)
    )
    with pytest.raises(xml_schema.SchemaError, match="expand"):
        xml_schema.load(SCHEMA.replace("<xs:element", f"{groups}<xs:element"))
