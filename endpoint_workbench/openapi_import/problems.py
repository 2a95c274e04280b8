"""What an import could not carry over: reasons, which ``notes.py`` words."""

from typing import Any, NamedTuple

from odoo.addons.endpoint.pure.text import one_line


class Note(NamedTuple):
    """
    :param reason: key of ``notes._TEXTS``
    :param values: quoted in the text
    """

    reason: str
    values: dict[str, str]


class Unusable(ValueError):
    """A part of the document that cannot be used. Its ``note`` says why."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.note = note(reason, **values)


def note(reason: str, **values: Any) -> Note:
    return Note(reason, {name: one_line(value) for name, value in values.items()})
