"""Regular expressions in linear time: every way to match is followed at once.

Python's `re` tries the ways one after the other, which takes a time that grows with
a power of the text, or exponentially. Here a set of states moves along the text
(Thompson, "Regular Expression Search Algorithm", 1968); sets that were seen are
kept, which makes it a deterministic automaton built on demand. It reads Python's
own parse tree, so a pattern means the same in both.
"""

try:
    from re import _compiler as sre_compile
    from re import _constants as sre
    from re import _parser as sre_parse
except ImportError:  # Python 3.10
    import sre_compile
    import sre_constants as sre
    import sre_parse

MAX_STATES = 400
_MAX_KEPT = 5000
_BEGIN, _END, _LAST = 1, 2, 4  # where in the text: first, behind it, before a last \n
_ANCHORS = {
    sre.AT_BEGINNING: _BEGIN,
    sre.AT_BEGINNING_STRING: _BEGIN,
    sre.AT_END: _END | _LAST,
    sre.AT_END_STRING: _END,
}
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_CHARACTERS = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)


class Unsupported(ValueError):
    """The pattern looks back or ahead, or would need too many states."""


class Automaton:
    """What a parsed pattern matches anywhere in a text."""

    def __init__(self, tree):
        """
        :param tree: of ``sre_parse.parse``
        :raise Unsupported: the pattern is not regular, or too large
        """
        self._tree = tree
        self._matchers = {}
        self._jumps = []  # state -> [(anchor or 0, state)]
        self._moves = []  # state -> (matcher of one character, state) or None
        self._start = self._add()
        self._accept = self._sequence(tree, self._start)
        self._sets = {}  # set of states -> {character: the next set}

    def _add(self):
        if len(self._moves) >= MAX_STATES:
            raise Unsupported("too large")
        self._jumps.append([])
        self._moves.append(None)
        return len(self._moves) - 1

    def _sequence(self, nodes, state):
        """Build `nodes` behind `state`. :return: the state behind them"""
        for operator, argument in nodes:
            if operator in _CHARACTERS:
                state = self._character((operator, argument), state)
            elif operator is sre.AT and argument in _ANCHORS:
                state = self._jump(state, self._add(), _ANCHORS[argument])
            elif operator is sre.SUBPATTERN and not (argument[1] or argument[2]):
                state = self._sequence(argument[3], state)
            elif operator is sre.BRANCH:
                ends = [self._sequence(each, state) for each in argument[1]]
                state = self._join(ends)
            elif operator in _REPEATS:
                state = self._repeat(*argument, state)
            else:
                raise Unsupported(str(operator).lower())
        return state

    def _jump(self, state, target, anchor=0):
        self._jumps[state].append((anchor, target))
        return target

    def _join(self, ends):
        target = self._add()
        for end in ends:
            self._jump(end, target)
        return target

    def _character(self, node, state):
        matcher = self._matchers.get(repr(node))
        if matcher is None:
            one = sre_parse.SubPattern(self._tree.state, [node])
            matcher = sre_compile.compile(one, self._tree.state.flags).match
            self._matchers[repr(node)] = matcher
        target = self._add()
        # A state of its own, as a state moves by one kind of character only.
        self._moves[self._jump(state, self._add())] = (matcher, target)
        return target

    def _repeat(self, least, most, body, state):
        for _count in range(least):
            state = self._sequence(body, state)
        if most is sre.MAXREPEAT:
            loop = self._jump(state, self._add())
            self._jump(self._sequence(body, loop), loop)
            return self._jump(loop, self._add())
        ends = [state]
        for _count in range(most - least):
            ends.append(self._sequence(body, ends[-1]))
        return self._join(ends)

    def search(self, text, spend):
        """
        :param str text:
        :param spend: called with the number of states looked at
        :return: whether the pattern matches somewhere in the text
        """
        states = self._closure((self._start,), self._place(text, 0))
        for index, char in enumerate(text, start=1):
            if self._accept in states:
                return True
            place = self._place(text, index)
            if place:
                spend(len(states))
                states = self._next(states, char, place)
                continue
            known = self._sets.get(states)
            if known is None:
                known = self._sets[states] = {}
            following = known.get(char)
            if following is None:
                spend(len(states) + 1)
                following = self._next(states, char, 0)
                self._keep(known, char, following)
            states = following
        return self._accept in states

    def _keep(self, known, char, following):
        if len(self._sets) + len(known) > _MAX_KEPT:
            self._sets.clear()
            known.clear()
        known[char] = following

    @staticmethod
    def _place(text, index):
        """:return: which anchors hold before the character at `index`"""
        left = len(text) - index
        place = 0 if index else _BEGIN
        if left == 0:
            return place | _END
        return place | _LAST if left == 1 and text[-1] == "\n" else place

    def _next(self, states, char, place):
        moved = [self._start]  # a match may begin anywhere
        for state in states:
            move = self._moves[state]
            if move is not None and move[0](char):
                moved.append(move[1])
        return self._closure(moved, place)

    def _closure(self, states, place):
        """:return: the states reached without a character, as a frozenset"""
        found = set(states)
        todo = list(found)
        while todo:
            for anchor, target in self._jumps[todo.pop()]:
                if target not in found and (not anchor or anchor & place):
                    found.add(target)
                    todo.append(target)
        return frozenset(found)
