"""The translations of the addons are complete, and the check finds what is not."""

from pathlib import Path

import polib
import pytest

from tools.translations import LANGUAGES, merge, problems

TEMPLATES = sorted(Path(__file__).parents[2].glob("endpoint*/i18n/*.pot"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_term_is_translated(template, language):
    assert problems(template, template.with_name(f"{language}.po")) == []


def write(path, terms):
    """A .po file with `terms`, {msgid: msgstr}."""
    po = polib.POFile()
    po.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    po.extend(polib.POEntry(msgid=text, msgstr=terms[text]) for text in terms)
    po.save(str(path))
    return path


@pytest.mark.parametrize(
    ("text", "translated", "expected"),
    [
        ("Send %s", "Envoyer %s", []),
        ("Send %s", "", ["not translated: 'Send %s'"]),
        ("Send %s", "Envoyer", ["other placeholders or tags: 'Send %s'"]),
        ("%(a)s of %(b)s", "%(a)s de %(c)s", ["other placeholders or tags"]),
        ("%(share).1f%% failed", "%(share).1f %% échoués", []),
        ("Errors (%)", "Erreurs (%)", []),
        ("Press <b>Sync</b>", "Cliquez sur Sync", ["other placeholders or tags"]),
        ("<int:number>", "<int:nombre>", ["other placeholders or tags"]),
        ("needs {body}", "nécessite {corps}", ["other placeholders or tags"]),
        (" Did you?", "Vouliez-vous ?", ["other space at the start"]),
    ],
)
def test_a_translation_is_compared_with_its_term(tmp_path, text, translated, expected):
    template = write(tmp_path / "x.pot", {text: ""})
    lines = problems(template, write(tmp_path / "fr.po", {text: translated}))
    assert len(lines) == len(expected)
    assert all(map(str.startswith, lines, expected))


def test_terms_are_compared_with_the_template(tmp_path):
    template = write(tmp_path / "x.pot", {"New": "", "Same": ""})
    assert problems(template, tmp_path / "de.po") == ["the file does not exist"]
    translation = write(tmp_path / "de.po", {"Gone": "Weg", "Same": "Gleich"})
    expected = ["missing: 'New'", "not in the .pot file: 'Gone'"]
    assert problems(template, translation) == expected


def test_a_fuzzy_translation_is_none(tmp_path):
    template = write(tmp_path / "x.pot", {"Same": ""})
    po = polib.pofile(str(write(tmp_path / "de.po", {"Same": "Gleich"})))
    po[0].flags = ["fuzzy"]
    po.save()
    assert problems(template, tmp_path / "de.po") == ["fuzzy: 'Same'"]


def test_merging_keeps_translations_and_adds_new_terms(tmp_path):
    template = write(tmp_path / "x.pot", {"New": "", "Same": ""})
    translation = write(tmp_path / "de.po", {"Gone": "Weg", "Same": "Gleich"})
    merge(template, translation)
    po = polib.pofile(str(translation))
    assert {entry.msgid: entry.msgstr for entry in po} == {"New": "", "Same": "Gleich"}


def test_merging_starts_a_new_language(tmp_path):
    merge(write(tmp_path / "x.pot", {"New": ""}), tmp_path / "de.po")
    po = polib.pofile(str(tmp_path / "de.po"))
    assert (po.metadata["Language"], po[0].msgstr) == ("de", "")
