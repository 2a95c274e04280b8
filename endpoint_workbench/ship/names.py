"""Names of exported files, records and tests: ASCII, unique, and the same each time."""

import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_MODULE = re.compile(r"[a-z][a-z0-9_]{1,62}[a-z0-9]")
_MAX_SLUG = 48


def is_module(name: str) -> bool:
    """
    >>> is_module("shop_endpoints"), is_module("def")
    (True, False)

    :return: whether Odoo can import an addon with this name
    """
    return bool(_MODULE.fullmatch(name)) and not keyword.iskeyword(name)


def slug(text: str | None) -> str:
    """
    >>> slug("/Bücher/<int:id>"), slug("注文")
    ('bucher_int_id', '')

    :return: lower-case ASCII letters, digits and single underscores
    """
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    return words[:_MAX_SLUG].strip("_")


def unique(texts: Iterable[str], prefix: str) -> list[str]:
    """Names that do not depend on the order of the texts.

    >>> unique(["/a", "/b"], "endpoint")
    ['endpoint_a', 'endpoint_b']

    :param texts: distinct texts; those with the same slug get a hash
    :param prefix: how each name begins
    """
    texts = list(texts)
    counts = Counter(map(slug, texts))
    names = []
    for text in texts:
        words = [prefix, slug(text)]
        is_cut = len(slug(text)) >= _MAX_SLUG - 1
        if counts[slug(text)] > 1 or is_cut or not words[1]:
            words.append(hashlib.sha256(text.encode()).hexdigest()[:8])
        names.append("_".join(filter(None, words)))
    return names


def literal(text: str) -> str:
    """
    >>> print(literal('Say "hi"'), literal("it's"))
    'Say "hi"' "it's"

    :return: the text as Python, with the quotes that ruff prefers
    """
    quoted = repr(text)
    if quoted[0] == '"' or '"' in text:
        return quoted
    return f'"{quoted[1:-1]}"'
