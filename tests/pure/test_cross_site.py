import pytest

from endpoint_route_handler.pure import cross_site

A, B = "https://a.example", "https://b.example"


@pytest.mark.parametrize(
    ("cors", "origin", "credentials", "expected"),
    [
        (False, A, True, {}),
        ("*", A, False, {"Access-Control-Allow-Origin": "*"}),
        ("*", A, True, {"Access-Control-Allow-Origin": "*"}),
        (f"{A}, *", B, True, {"Access-Control-Allow-Origin": "*"}),
        (A, A, False, {"Vary": "Origin", "Access-Control-Allow-Origin": A}),
        (f"{B}\n{A}/", A, False, {"Vary": "Origin", "Access-Control-Allow-Origin": A}),
        (B, A, True, {"Vary": "Origin"}),
        (B, None, True, {"Vary": "Origin"}),
        (
            A,
            A,
            True,
            {
                "Vary": "Origin",
                "Access-Control-Allow-Origin": A,
                "Access-Control-Allow-Credentials": "true",
            },
        ),
    ],
)
def test_answer_headers(cors, origin, credentials, expected):
    assert dict(cross_site.answer_headers(cors, origin, credentials)) == expected


def test_preflight_returns_the_requested_headers_as_tokens():
    headers = dict(cross_site.preflight_headers(["GET"], "x-a,\r\nSet-Cookie: b, x c"))
    assert headers["Access-Control-Allow-Methods"] == "GET"
    assert headers["Access-Control-Allow-Headers"] == "x-a, Set-Cookie, b, x, c"


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("GET", {"Sec-Fetch-Site": "cross-site"}, False),
        ("POST", {"Sec-Fetch-Site": "cross-site"}, True),
        ("POST", {"Sec-Fetch-Site": "same-origin", "Origin": A}, False),
        ("POST", {"Sec-Fetch-Site": "none"}, False),
        ("POST", {}, False),
        ("POST", {"Origin": "https://odoo.example"}, False),
        ("DELETE", {"Origin": A}, True),
        ("POST", {"Origin": "null"}, True),
        ("POST", {"Origin": "https://[bad"}, True),
    ],
)
def test_is_cross_site(method, headers, expected):
    assert cross_site.is_cross_site(method, headers, "odoo.example") is expected
