"""Patterns of a schema, matched in a time that a caller cannot blow up.

Python's `re` is used where the text is short enough for the pattern: the number of
ways in which a backtracking engine can go through the pattern is bounded from its
parse tree. Longer texts go to an automaton in linear time; where a pattern is
nothing for an automaton (it looks ahead or back), they are refused.
"""

import re

from .json_schema_automaton import Automaton, Unsupported, sre, sre_parse

# What `re` may try: less than 10 ms.
_MAX_WORK = 300_000
# As good as linear: what `re` may try for each character.
_LINEAR = 16
_LONGEST = 2**24
# A pattern that is too much for even fewer characters has very many ways.
_FEW = 12
_MANY = 2**60
# Characters that `re` goes through in the time of one step of the budget.
_CHARACTERS_A_STEP = 200
_STATES_A_STEP = 4


class TooLong(Exception):
    """The pattern would take too long for a text of this length."""


class Pattern:
    """A regular expression, searched for as JSON Schema has it: anywhere."""

    def __init__(self, text):
        """
        :param str text: what ``re.compile`` takes
        :raise re.error: it does not
        """
        self._search = re.compile(text).search
        tree = sre_parse.parse(text)
        #: the longest text that `re` may see
        self.longest = _longest(tree)
        #: whether `re` may need a time that doubles with each character
        self.exponential = _work_to_search(tree, 1000) >= _MANY or self.longest < _FEW
        # None once it is known that there is none; most patterns never need it.
        self._automaton = None if self.longest == _LONGEST else tree

    @property
    def linear(self):
        """:return: whether a text of any length is matched in linear time"""
        return self.longest == _LONGEST or self._built() is not None

    def search(self, text, spend):
        """
        :param str text:
        :param spend: called with the steps that it takes
        :return: whether it matches somewhere
        :raise TooLong: nothing matches it against such a text in a short time
        """
        length = len(text)
        if length <= self.longest:
            spend(length // _CHARACTERS_A_STEP)
            return self._search(text) is not None
        automaton = self._built()
        if automaton is None:
            raise TooLong(f"longer than {self.longest} characters")
        spend(length // 6)
        return automaton.search(text, lambda states: spend(states // _STATES_A_STEP))

    def _built(self):
        if isinstance(self._automaton, sre_parse.SubPattern):
            try:
                self._automaton = Automaton(self._automaton)
            except Unsupported:
                self._automaton = None
        return self._automaton


def _longest(tree):
    """:return: the longest text for which `re` does no more than _MAX_WORK"""
    low, high = 0, _LONGEST
    if _work_to_search(tree, high) <= _LINEAR * high:
        return _LONGEST
    while low < high:
        middle = (low + high + 1) // 2
        if _work_to_search(tree, middle) <= _MAX_WORK:
            low = middle
        else:
            high = middle - 1
    return low


def _work_to_search(tree, length):
    """:return: a bound of what a backtracking engine tries in such a text"""
    work = _sequence(tree, length)[1]
    return work if _is_anchored(tree) else _product(work, length)


def _is_anchored(tree):
    begins = (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING)
    multiline = tree.state.flags & re.MULTILINE
    return bool(
        len(tree) and tree[0][0] is sre.AT and tree[0][1] in begins and not multiline
    )


def _product(*factors):
    product = 1
    for factor in factors:
        product = min(product * factor, _MANY)
    return product


def _sequence(nodes, length):
    """
    :param nodes: a parse tree, or a part of one
    :param int length: of the text
    :return: bounds of the ways in which they match from one place of it, and of the
        work to try them all
    """
    ways, work = 1, 1
    for operator, argument in nodes:
        node_ways, node_work = _one(operator, argument, length)
        work = min(work + _product(ways, node_work), _MANY)
        ways = _product(ways, node_ways)
    return ways, work


def _one(operator, argument, length):
    name = str(operator)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return _repeat(*argument, length)
    if name == "BRANCH":
        return _sum(argument[1], length)
    if name == "SUBPATTERN":
        return _sequence(argument[3], length)
    if name == "GROUPREF_EXISTS":
        return _sum([each or () for each in argument[1:]], length)
    # Behind these an engine does not come back to try another way.
    if name in ("ASSERT", "ASSERT_NOT"):
        return 1, _sequence(argument[1], length)[1]
    if name == "ATOMIC_GROUP":
        return 1, _sequence(argument, length)[1]
    if name == "POSSESSIVE_REPEAT":
        return 1, _repeat(*argument, length)[1]
    if name.startswith("GROUPREF"):
        return 1, max(length, 1)  # it compares as much
    return 1, 1


def _sum(branches, length):
    bounds = [_sequence(each, length) for each in branches]
    ways, work = (sum(column) for column in zip(*bounds, strict=True))
    return min(ways, _MANY), min(work, _MANY)


def _repeat(least, most, body, length):
    narrowest, _widest = body.getwidth()
    fitting = length // max(narrowest, 1) + 1
    most = min(int(most), max(fitting, least))
    counts = most - least + 1
    ways, work = _sequence(body, length)
    if ways <= 1:
        return counts, _product(max(most, 1), work)
    if most * (ways.bit_length() - 1) >= _MANY.bit_length():
        return _MANY, _MANY
    ways = _product(counts, ways**most)
    return ways, _product(ways, work)
