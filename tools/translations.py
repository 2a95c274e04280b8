"""The .po files of the addons: what is wrong in them, and terms that are new."""

import re
from pathlib import Path

import polib

LANGUAGES = ("ar", "de", "es", "fr", "it", "nl", "pt_BR")
# Parts that a translation keeps as they are: %s, %(name)s, <b>, <int:number>, {body}.
_KEPT = re.compile(r"%%|%(?:\(\w+\))?(?:\.\d+)?[dfrs]|</?\w[^<>]*>|\{\w+\}")


def problems(template: Path, translation: Path) -> list[str]:
    """What is wrong in a .po file, one line each. It must translate the whole .pot."""
    if not translation.exists():
        return ["the file does not exist"]
    po = polib.pofile(str(translation))
    terms = {entry.msgid for entry in polib.pofile(str(template))}
    entries = {entry.msgid: entry for entry in po if not entry.obsolete}
    lines = [f"obsolete: {entry.msgid!r}" for entry in po.obsolete_entries()]
    lines += [f"not in the .pot file: {text!r}" for text in entries.keys() - terms]
    lines += [f"missing: {text!r}" for text in terms - entries.keys()]
    for text in terms & entries.keys():
        if problem := _problem(entries[text]):
            lines.append(f"{problem}: {text!r}")
    return sorted(lines)


def _problem(entry):
    text, translated = entry.msgid, entry.msgstr
    if not translated.strip():
        return "not translated"
    if entry.fuzzy:
        return "fuzzy"
    if sorted(_KEPT.findall(text)) != sorted(_KEPT.findall(translated)):
        return "other placeholders or tags"
    # Texts such as " Did you mean …?" are appended to another one.
    if text[0].isspace() != translated[0].isspace():
        return "other space at the start"
    return None


def merge(template: Path, translation: Path) -> None:
    """Update the terms of a .po file to those of its .pot file.

    New terms get an empty translation, terms that no longer exist are removed, and the
    others keep their translation.
    """
    po = polib.pofile(str(template))
    po.metadata["Language"] = translation.stem
    if translation.exists():
        old = polib.pofile(str(translation))
        po.metadata = old.metadata
        by_text = {entry.msgid: entry for entry in old if not entry.obsolete}
        for entry in po:
            if known := by_text.get(entry.msgid):
                entry.msgstr, entry.flags = known.msgstr, known.flags
    po.save(str(translation))
