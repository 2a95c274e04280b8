"""ISBN-13 (ISO 2108): thirteen digits, the last of which is a check digit."""

import re


def compact(text: str) -> str:
    """:return: the text without hyphens and spaces"""
    return re.sub(r"[-\s]", "", text)


def is_valid(text: str) -> bool:
    """:return: whether the text is thirteen digits with the right check digit"""
    if not re.fullmatch(r"97[89][0-9]{10}", text):
        return False
    weighted_sum = sum(int(digit) * (1, 3)[i % 2] for i, digit in enumerate(text))
    return weighted_sum % 10 == 0
