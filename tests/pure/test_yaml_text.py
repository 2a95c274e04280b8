import time

import pytest

from endpoint.validation import yaml_text

BOMB = "\n".join(
    [
        "a0: &a0 [x]",
        *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 8)),
    ]
)


@pytest.mark.parametrize(
    "text",
    ["NO", "on", "yes", "y", "12:30", "0123", "1_000", "2020-01-31", "=", "+", "."],
)
def test_texts(text):
    assert yaml_text.load(f"- {text}") == [text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e-8", 1e-8),
        ("-.5", -0.5),
        ("1.", 1.0),
        ("!!str 12", "12"),
    ],
)
def test_other_scalars(text, value):
    (result,) = yaml_text.load(f"- {text}")
    assert (result, type(result)) == (value, type(value))


def test_json_stays_json():
    assert yaml_text.load('{"a": [1e5, "on"], "b": null}') == {
        "a": [1e5, "on"],
        "b": None,
    }


def test_aliases_and_merge_keys():
    assert yaml_text.load("a: &a {x: 1}\nb: {<<: *a, y: 2}")["b"] == {"x": 1, "y": 2}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "neither JSON nor YAML"),
        ("!!python/object:os.system x", "neither JSON nor YAML"),
        ("- .inf", "cannot represent"),
        ("!!timestamp 2020-01-31", "cannot represent"),
        ("1: a", "in quotes"),
        ("a: {b: {~: 1}}", "at b: put the name None in quotes"),
        ("&a [*a]", "expand"),
        (BOMB, "expand"),
        ("[" * 100_000, "recursion|nest"),
        ("- " * 100_000, "nest"),
        ('"\\ud800"', "cannot represent"),
    ],
    ids=lambda text: text[:20],
)
def test_invalid_texts_are_refused_at_once(text, words):
    begin = time.thread_time()
    with pytest.raises(ValueError, match=words):
        yaml_text.load(text)
    assert time.thread_time() - begin < 2  # many times what an idle machine needs


@pytest.mark.parametrize(
    "value", ["0o17", "1e3", "on", "12:30", "a: b", "é\n\0", ["-"]]
)
def test_dump_writes_what_load_reads(value):
    assert yaml_text.load(yaml_text.dump({"a": value})) == {"a": value}


def test_the_limit_of_values_can_be_another():
    with pytest.raises(ValueError, match="more than 3 values"):
        yaml_text.load("[1, 2, 3, 4]", max_nodes=3)


def test_names_can_be_read_as_text():
    text = "200: {null: a, on: b}\n1.0: c"
    loaded = yaml_text.load(text, text_names=True)
    assert loaded == {"200": {"null": "a", "on": "b"}, "1.0": "c"}


@pytest.mark.parametrize(
    "value",
    [
        {"on": "yes", "0o17": 1, "1e3": "1e3", "1": "0x1F", "<<": "<<", "": ""},
        {"a": [None, True, 1, 1.5, 1e30, 10**20], "date": "2020-01-31", "b": "a: b\nc"},
        [{}, [], "\u2028", "é", "null"],
    ],
)
def test_what_is_written_reads_as_the_same_value(value):
    assert yaml_text.load(yaml_text.dump(value)) == value


def test_members_keep_their_order_and_texts_their_letters():
    assert yaml_text.dump({"type": "é", "a": 1}) == "type: é\na: 1\n"
