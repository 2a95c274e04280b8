import pytest

from endpoint_route_handler.pure import strict_json


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        (b'\xef\xbb\xbf"with a byte order mark"', "with a byte order mark"),
        (b'"[[[ in a text"', "[[[ in a text"),
        (b"[" * 200 + b"]" * 200, None),
        (b"[" + b"[]," * 300 + b"[]]", [[]] * 301),
        ('{"é": "\\\\u0000"}'.encode(), {"é": "\\u0000"}),
        (rb'"\ud83d\udc18"', "🐘"),
        (b"[1e308, -1.5e-400]", [1e308, -0.0]),
    ],
)
def test_json_is_read(body, value):
    loaded = strict_json.loads(body)
    assert value is None or loaded == value


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting"),
        (b"[" * 201 + b"]" * 201, "too deep"),
        (b"[" * 100_000, "too deep"),
        (b"NaN", "NaN is not JSON"),
        (b"[-Infinity]", "Infinity is not JSON"),
        (b'"\xff"', "not UTF-8 at byte 1"),
        (b"1" * 5000, "limit"),
        (b'{"a": ["\\u0000"]}', "NUL"),
        (b'{"\\u0000": 1}', "NUL"),
        (rb'["\ud800"]', "surrogate"),
        (rb'{"\uDFFF": 1}', "surrogate"),
        (b"1e400", "1e400 is too large"),
        (b"[-1E+999]", "too large"),
    ],
)
def test_anything_else_is_an_error_that_says_why(body, words):
    with pytest.raises(strict_json.InvalidJSON, match=words):
        strict_json.loads(body)
