"""Accept-Language (RFC 9110 §12.5.4)."""

from collections.abc import Iterable, Sequence

_ANY = "*"


def preferred(
    accepted: Sequence[tuple[str, float]], installed: Iterable[str]
) -> str | None:
    """
    >>> preferred([("fr", 0.5), ("FR-be", 0.9)], ["en_US", "fr_FR", "fr_BE"])
    'fr_BE'
    >>> preferred([("de-CH", 1)], ["en_US", "de_DE"])
    'de_DE'

    :param accepted: language ranges and their weights, in the caller's order
    :param installed: codes of Odoo's languages; if several match equally well, the
        first one wins
    :return: one of ``installed``; None if the caller accepts none of them
    """
    ranges = [
        (_subtags(tag), weight, -position)
        for position, (tag, weight) in enumerate(accepted)
        if tag != _ANY
    ]
    best_code, best_rank = None, None
    for code in installed:
        rank = _rank(_subtags(code), ranges)
        if rank and (best_rank is None or rank > best_rank):
            best_code, best_rank = code, rank
    return best_code


def _rank(code, ranges):
    """The longest matching range determines the weight (RFC 4647 §3.3).

    :return: (weight, number of matching subtags, order); None if it is not accepted
    """
    fits = [
        (length, order, weight)
        for subtags, weight, order in ranges
        if (length := _fit(code, subtags))
    ]
    if not fits:
        return None
    length, order, weight = max(fits)
    return (weight, length, order) if weight > 0 else None


def _fit(code, subtags):
    """:return: how well a range matches: its length, less than one if only the language
    matches, 0 if it does not match
    """
    if code[: len(subtags)] == subtags:
        return len(subtags)
    return 0.5 if code[0] == subtags[0] else 0


def _subtags(tag):
    """:return: language and country of ``fr_BE``, ``fr-be``, ``sr@latin``,
    ``zh-Hans-CN``
    """
    subtags = tag.lower().replace("_", "-").replace("@", "-").split("-")
    # Odoo's codes never have both a script and a country.
    return [subtags[0], *(tag for tag in subtags[1:] if len(tag) != 4)]
