#!/usr/bin/env python3
"""Manage the books of the library through its API. LIBRARY_KEY is an Odoo API key."""

import argparse
import os
import sys

import requests

URL = os.environ.get("LIBRARY_URL", "http://127.0.0.1:8069") + "/api/v2/books"


def call(method, path="", **kwargs):
    """Call the API. On an error, exit with the API's message."""
    if not (key := os.environ.get("LIBRARY_KEY")):
        sys.exit("LIBRARY_KEY is not set: create an API key in your Odoo preferences")
    kwargs.update(headers={"Authorization": f"Bearer {key}"}, timeout=60)
    try:
        answer = requests.request(method, URL + path, **kwargs)
        body = answer.json() if answer.content else {}
    except requests.exceptions.RequestException as error:
        sys.exit(f"no API at {URL}: {error}")
    if not answer.ok:
        words = [part["msg"] for part in body.get("detail", [])] or [body["message"]]
        sys.exit(f"{answer.status_code}: " + "\n     ".join(words))
    return body


def show(book):
    print(f"{book['id']:5}  {book['name']}, {book['author']}, {book['pages']} pages")


def show_all(text):
    query = {"name__ilike": text, "after": ""}
    while query["after"] is not None:
        page = call("GET", params=query)
        for book in page["data"]:
            show(book)
        query["after"] = page["pagination"]["next"]


parser = argparse.ArgumentParser(description=__doc__)
commands = parser.add_subparsers(dest="command", required=True)
values = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
for name, kind in (("name", str), ("author", str), ("pages", int), ("isbn", str)):
    values.add_argument(f"--{name}", type=kind)
commands.add_parser("list", help="by title").add_argument("text", nargs="?")
commands.add_parser("add", help="a new book", parents=[values])
commands.add_parser("set", help="change", parents=[values]).add_argument("id", type=int)
commands.add_parser("del", help="delete").add_argument("id", type=int)

if __name__ == "__main__":
    given = vars(parser.parse_args())
    command, path = given.pop("command"), f"/{given.pop('id', '')}"
    if command == "list":
        show_all(given["text"])
    elif command == "del":
        call("DELETE", path)
    else:
        show(call(*{"add": ["POST"], "set": ["PATCH", path]}[command], json=given))
