import pytest

from endpoint.validation import json_schema

UUID = "2eb8aa08-aa98-11ea-b4aa-73b441d16380"
GOOD = {
    "date": ["2024-02-29", "0001-01-01", "9999-12-31"],
    "time": [
        "00:00:00Z", "23:59:60Z", "23:59:59.123456789+23:59", "12:00:00z",
        "01:29:60+01:30", "15:59:60-08:00",
    ],
    "date-time": ["2026-01-31T12:00:00Z", "2026-01-31t12:00:00.5-00:00"],
    "email": [
        "a@b", "joe.bloggs@example.com", '"joe bloggs"@example.com', "a+b~c@x-y.ch",
        "joe@[127.0.0.1]", "joe@[IPv6:::1]", '"a@b"@example.com',
    ],
    "uuid": [UUID, UUID.upper()],
    "uri": [
        "http://example.com/a?b#c", "mailto:a@b.ch", "urn:x:y", "file:///etc",
        "http://[::1]:80/", "http://[v1.a:b]/", "a:", "http://u:p@h:8/%20",
    ],
    "ipv4": ["0.0.0.0", "255.255.255.255"],
    "ipv6": ["::", "::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4"],
}  # fmt: skip
BAD = {
    "date": ["", "2023-02-29", "2024-2-9", "20240229", "2024-W01-1", "2024-02-29\n",
             "२०२४-01-01", "2024-01-01T00:00:00Z"],
    "time": ["", "12:00", "12:00:00", "24:00:00Z", "12:60:00Z", "22:59:60Z",
             "12:00:00+24:00", "12:00:00.Z", "12:00:00Z\n", "1২:00:00Z"],
    "date-time": ["", "2026-01-31", "2026-01-31 12:00:00Z", "2026-02-30T12:00:00Z",
                  "2026-01-31T12:00:00", "2026-01-31T12:00:00+0100"],
    "email": ["", "a", "@", "a@", "@b", "a b@c", ".a@b", "a.@b", "a..b@c", "a@b..c",
              "a@-b", "a@b\n", "a@[300.0.0.1]", "a" * 65 + "@b", "é@b.ch", "a@b@c"],
    "uuid": ["", UUID.replace("-", ""), UUID[:-1],
             f"{{{UUID}}}", UUID + "\n"],
    "uri": ["", "a", "//x", "/a", "1a:b", "http://a b", "http://a/%2", "a:\n", "a:é",
            "http://[::g]/", "http://[::1", "http://a:b/", "\\\\a", "a:<b>"],
    "ipv4": ["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4\n",
             "0x1.0.0.1",
             "1.2.3.٤", "1.2.3.4/8"],
    "ipv6": ["", ":", "1::2::3", "12345::", "::1%eth0", "::1/64", "1:2:3:4:5:6:7",
             "::ffff:1.2.3.300", "::१"],
}  # fmt: skip


def is_valid(schema, value):
    detail, _truncated = json_schema.errors(json_schema.load(schema), value)
    return not detail


def table(values):
    return [(name, each) for name, found in values.items() for each in found]


@pytest.mark.parametrize(("name", "value"), table(GOOD))
def test_good(name, value):
    assert is_valid(f"{{format: {name}}}", value)


@pytest.mark.parametrize(("name", "value"), table(BAD))
def test_bad(name, value):
    assert not is_valid(f"{{format: {name}}}", value)


@pytest.mark.parametrize("name", GOOD)
def test_formats_apply_only_to_strings(name):
    assert is_valid(f"{{format: {name}}}", 1)


@pytest.mark.parametrize("name", ["mine", "int32", "password"])
def test_unknown_formats_are_annotations(name):
    assert is_valid(f"{{format: {name}}}", "((")
