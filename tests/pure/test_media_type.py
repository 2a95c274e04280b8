import pytest

from endpoint.pure.media_type import media_type


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/json", "application/json"),
        (" Application/JSON ; charset=utf-8", "application/json"),
        ("", ""),
        (None, ""),
        (";", ""),
    ],
)
def test_media_type(header, expected):
    assert media_type(header) == expected
