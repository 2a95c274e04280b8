"""Texts of an endpoint's author that go into the document, or are said to be unfit."""

from . import schema, texts


class Authored:
    """
    :param dict components: of the document, added to
    :param str name: what the names of its schemas begin with
    """

    def __init__(self, components, name):
        self.components = components
        self.name = name
        #: what the description has to say of texts that are unfit
        self.notes = []

    def json_schema(self, text, suffix, what):
        """:return: Reference Object; empty without a schema, or where it is unfit"""
        if not text or not text.strip():
            return {}
        schemas = self.components["schemas"]
        name = self.name + suffix
        try:
            made = schema.carry(texts.read(text), name, schemas)
        except ValueError as exc:
            self.say(f"The schema {what}", exc)
            return {}
        schemas.update(made)
        return {"$ref": f"#/components/schemas/{name}"}

    def add_example(self, media, what, text, kind):
        if not text or not text.strip():
            return
        if kind != "application/json":
            media["example"] = texts.printable(text)
            return
        try:
            media["example"] = texts.read(text)
        except ValueError as exc:
            self.say(f"The example of the {what}", exc)

    def say(self, what, exc):
        self.notes.append(f"*{what} cannot be shown: {texts.one_line(exc)}.*")
