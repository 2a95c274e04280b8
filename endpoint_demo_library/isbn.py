"""ISBN-13 (ISO 2108): thirteen digits, the last of which proves the others."""

import re


def compact(text):
    """:return: the text without the hyphens and spaces that people write"""
    return re.sub(r"[-\s]", "", text)


def is_valid(text):
    """:return: True for thirteen digits of which the last one fits"""
    if not re.fullmatch(r"97[89][0-9]{10}", text):
        return False
    weighed = sum(int(digit) * (1, 3)[i % 2] for i, digit in enumerate(text))
    return weighed % 10 == 0
