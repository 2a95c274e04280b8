"""With ``website`` in two languages, which adds its own routing, and ``portal``."""

import pytest
import requests
from devenv import database, templates


@pytest.fixture(scope="module")
def site(odoo_env, make_database, make_server):
    """A server whose database has a website in English and French."""
    name = make_database()
    database.update(odoo_env, name, install=["website"], addons=templates.all_addons())
    server = make_server(db=name)
    server.shell(
        "lang = env['res.lang']._activate_lang('fr_FR')\n"
        "site = env['website'].search([], limit=1)\n"
        "site.language_ids |= lang\n"
        "env.cr.commit()"
    )
    # A shell does not invalidate the languages cached by a server.
    server.stop()
    server.start()
    return server


def get(site, path, **kwargs):
    return requests.get(site.url + path, timeout=60, allow_redirects=False, **kwargs)


def test_an_endpoint_is_served_unprefixed_and_unredirected(site):
    for accept in ("en", "fr"):
        response = get(site, "/demo/health", headers={"Accept-Language": accept})
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_a_path_parameter_and_a_trailing_slash_redirect_nowhere(site):
    for path in ("/demo/countries/1", "/demo/hello/"):
        assert get(site, path).status_code == 200


def test_errors_are_the_error_object_and_not_a_page(site):
    response = get(site, "/demo/error")
    assert (response.status_code, response.json()["code"]) == (409, "lent")
    assert get(site, "/demo/countries/100000").json()["debug"] == ""


def test_pages_of_the_website_are_still_served_in_both_languages(site):
    assert get(site, "/").status_code == 200
    assert get(site, "/fr").status_code == 200
    assert get(site, "/contactus").status_code == 200


def test_the_sitemap_does_not_list_endpoints(site):
    text = get(site, "/sitemap.xml").text
    assert "<loc>" in text
    assert "/demo/" not in text


def test_an_unknown_path_is_left_to_the_website(site):
    response = get(site, "/demo/unknown")
    assert response.status_code == 404
    assert "text/html" in response.headers["Content-Type"]


def test_two_websites_serve_the_same_endpoints(site):
    site.shell(
        "env['website'].create({'name': 'Second', 'domain': 'http://second.test'})\n"
        "env.cr.commit()"
    )
    headers = {"Host": "second.test"}
    assert get(site, "/demo/health", headers=headers).status_code == 200
