"""Odoo's own RPC keeps working for clients from PyPI."""

import pytest
from rpc_clients import CLIENTS, Json2, Refused

BOOK = "library.book"
ENDPOINT = "endpoint.endpoint"


@pytest.fixture(params=CLIENTS, ids=lambda kind: kind.__name__)
def client(request, rpc_server, databases, keys):
    """A client for the second of two databases."""
    return request.param(rpc_server.url, databases[1], keys[databases[1]])


@pytest.fixture
def book(client):
    """The id of a new book."""
    return client.create(BOOK, {"name": "Walden", "author": "Henry David Thoreau"})


def exists(json2, book):
    """Whether the book is in the database of this client."""
    return json2.call(BOOK, "search_count", domain=[("id", "=", book)]) == 1


def test_reads_and_writes_books(client, book):
    assert client.read(BOOK, book, "author") == "Henry David Thoreau"
    assert client.write(BOOK, book, {"pages": 352})
    assert client.read(BOOK, book, "pages") == 352


def test_calls_a_method(client, book):
    assert client.lend(book, 1) is True
    assert client.lend(book, 1) is False


def test_unlinks_a_book(client, book, rpc_server):
    json2 = Json2(rpc_server.url, client.db, client.key)
    assert exists(json2, book)
    assert client.unlink(BOOK, book)
    assert not exists(json2, book)


def test_error_messages_arrive(client, book):
    with pytest.raises(Refused, match="is not a valid ISBN-13"):
        client.write(BOOK, book, {"isbn": "1"})


@pytest.mark.parametrize("act", ["create", "read", "write", "unlink"])
def test_refused_on_endpoints(client, act):
    args = {"create": [{}], "read": [1, "name"], "write": [1, {}], "unlink": [1]}[act]
    with pytest.raises(Refused, match="cannot be used over RPC"):
        getattr(client, act)(ENDPOINT, *args)


def test_the_other_database_is_separate(client, book, rpc_server, databases, keys):
    other = Json2(rpc_server.url, databases[0], keys[databases[0]])
    assert client.read(BOOK, book, "name") == "Walden"
    assert not exists(other, book)


def test_a_key_belongs_to_one_database(rpc_server, databases, keys):
    stranger = Json2(rpc_server.url, databases[0], keys[databases[1]])
    with pytest.raises(Refused, match="Invalid apikey"):
        stranger.create(BOOK, {"name": "Walden"})
