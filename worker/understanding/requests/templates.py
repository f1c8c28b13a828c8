"""Templates of requests: words, [optional parts], (one|of|these), <phrases>, stems* and {slots}, matched word by word."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.message_tokens import lowered, normalise
from worker.understanding.step_budget import current_steps

_WORD = re.compile(r"(?P<word>[#+]?[^\W_]+(?:[.:'][^\W_]+)*)|(?P<mark>:|(?<=\s)[-–—](?=\s))")
_PIECE = bounded(
    r"\s*(?:(?P<open>[\[(])|(?P<close>[\])])|(?P<bar>\|)|<(?P<phrase>\w+)>|\{(?P<slot>\w+)\}|(?P<word>[^\s\[\](){}|<>]+))"
)
MARK = ":"
# A word of fewer letters with one of them changed is another word as often as a misspelling.
_SHORTEST_CHANGED, _SHORTEST_SWAPPED = 5, 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message, lower-case with ё as е, and its place in the text; a colon or a dash is the word ":"."""

    low: str
    start: int
    end: int


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a message, in order; of the marks only a colon and a dash between spaces."""
    return tuple(
        Word(MARK if found["mark"] else lowered(found[0]), found.start(), found.end())
        for found in _WORD.finditer(normalise(text))
    )


@dataclass(frozen=True, slots=True)
class Moves:
    """What may come next in a state: words and the beginnings of words, slots, and whether the template may end."""

    words: "Mapping[str, tuple[State, ...]]"
    stems: "tuple[tuple[str, State], ...]"
    slots: "tuple[tuple[str, State], ...]"
    ends: bool


@dataclass(slots=True)
class State:
    """A place in a template: a word or a slot and what comes behind it, or several places at once (`empty`), or the end."""

    word: str | None = None
    slot: str | None = None
    after: "State | None" = None
    empty: "tuple[State, ...]" = ()
    _moves: Moves | None = None

    @property
    def moves(self) -> Moves:
        """What may come next; found once."""
        if self._moves is None:
            self._moves = self._found()
        return self._moves

    def _found(self) -> Moves:
        words: dict[str, tuple[State, ...]] = {}
        stems, slots, ends = list[tuple[str, State]](), list[tuple[str, State]](), False
        for state in _leaves(self):
            if state.slot is not None and state.after is not None:
                slots.append((state.slot, state.after))
            elif state.word is None or state.after is None:
                ends = True
            elif state.word.endswith("*"):
                stems.append((state.word[:-1], state.after))
            else:
                words[state.word] = (*words.get(state.word, ()), state.after)
        return Moves(words, tuple(stems), tuple(slots), ends)


def _leaves(state: State) -> Iterator[State]:
    if not state.empty:
        yield state
    for each in state.empty:
        yield from _leaves(each)


class TemplateError(ValueError):
    """A template that is not well formed, or names an unknown phrase."""


@dataclass(slots=True)
class TemplateCompiler:
    """Compiles the templates of one language, whose phrases may stand within each other."""

    phrases: Mapping[str, list[str]]
    vocabulary: set[str] = field(default_factory=set)
    slots: set[str] = field(default_factory=set)

    def compile(self, templates: list[str], end: State) -> State:
        """The state in which any of the templates may begin; each of them goes on in `end`."""
        return State(empty=tuple(self._compiled(template, end) for template in templates))

    def _compiled(self, template: str, end: State) -> State:
        pieces = list(_PIECE.finditer(template.strip()))
        if "".join(piece[0] for piece in pieces) != template.strip():
            raise TemplateError(template)
        options, rest = self._options(pieces, "")
        if rest:
            raise TemplateError(template)
        return self._choice(options, end)

    def _options(
        self, pieces: list[re.Match[str]], closing: str
    ) -> tuple[list[list[object]], list[re.Match[str]]]:
        """The alternatives up to the closing bracket, and the pieces behind it."""
        options: list[list[object]] = [[]]
        while pieces:
            piece, *pieces = pieces
            if piece["close"]:
                if piece["close"] != closing:
                    raise TemplateError(piece.string)
                return options, pieces
            if piece["bar"]:
                options.append([])
            elif piece["open"]:
                inner, pieces = self._options(pieces, "]" if piece["open"] == "[" else ")")
                options[-1].append([*inner, []] if piece["open"] == "[" else inner)
            else:
                options[-1].append(piece)
        if closing:
            raise TemplateError(f"{closing} is missing")
        return options, []

    def _choice(self, options: list[list[object]], end: State) -> State:
        states = []
        for option in options:
            state = end
            for part in reversed(option):
                state = self._choice(part, state) if isinstance(part, list) else self._leaf(part, state)
            states.append(state)
        return states[0] if len(states) == 1 else State(empty=tuple(states))

    def _leaf(self, piece: object, end: State) -> State:
        assert isinstance(piece, re.Match)
        if piece["phrase"]:
            if piece["phrase"] not in self.phrases:
                raise TemplateError(f"no phrase {piece['phrase']}")
            return self.compile(self.phrases[piece["phrase"]], end)
        if piece["slot"]:
            self.slots.add(piece["slot"])
            return State(slot=piece["slot"], after=end)
        return self._words(piece["word"], end)

    def _words(self, written: str, end: State) -> State:
        """The words of one written word, which are several when a hyphen stands in it."""
        for word in reversed(words_of(written.removesuffix("*"))):
            low = word.low + "*" * written.endswith("*")
            self.vocabulary.add(low)
            end = State(word=low, after=end)
        return end


# The value of a slot for the words from the first position to the one before the second; None when they are none.
SlotReader = Callable[[str, int, int], object | None]
Found = tuple[int, dict[str, object]]


class TemplateMatch:
    """Matches states against one message's words. Work is linear in the words: no pair of state and position is tried twice."""

    def __init__(
        self,
        words: tuple[Word, ...],
        read_slot: SlotReader,
        longest: Mapping[str, int],
        known: frozenset[str],
        *,
        forgiving: bool,
        whole: bool = True,
    ) -> None:
        """`longest` tells how many words each slot may have, `known` which words are never misspellings; without `whole` a match may end before the message does."""
        self._words, self._read_slot, self._longest, self._known = words, read_slot, longest, known
        self._forgiving, self._whole = forgiving, whole
        self._failed: set[tuple[int, int]] = set()
        self._steps = current_steps()

    def at(self, state: State, position: int) -> Found | None:
        """The end of the first match that begins at a position, and its slots' values; None when there is none."""
        if (id(state), position) in self._failed:
            return None
        self._steps.take()
        found = self._next(state, position)
        if found is None:
            self._failed.add((id(state), position))
        return found

    def _next(self, state: State, position: int) -> Found | None:
        moves = state.moves
        if self._is_mark(position) and (found := self._first(moves.words.get(MARK, ()), position + 1)):
            return found
        while self._is_mark(position):
            position += 1
        if position == len(self._words):
            return (position, {}) if moves.ends else None
        return (
            self._first(self._said(moves, self._words[position].low), position + 1)
            or self._slot(moves, position)
            or ((position, {}) if moves.ends and not self._whole else None)
        )

    def _is_mark(self, position: int) -> bool:
        return position < len(self._words) and self._words[position].low == MARK

    def _first(self, states: Iterable[State], position: int) -> Found | None:
        return next((found for state in states if (found := self.at(state, position))), None)

    def _said(self, moves: Moves, low: str) -> Iterator[State]:
        """The states behind a word that is said here."""
        yield from moves.words.get(low, ())
        for stem, state in moves.stems:
            if low.startswith(stem):
                yield state
        if self._forgiving and low not in self._known:
            for word, states in moves.words.items():
                if is_misspelling(low, word):
                    yield from states

    def _slot(self, moves: Moves, start: int) -> Found | None:
        for slot, state in moves.slots:
            for end in range(start + 1, min(start + self._longest[slot], len(self._words)) + 1):
                self._steps.take()
                if not self._may_go_on(state.moves, end):
                    continue
                value = self._read_slot(slot, start, end)
                found = None if value is None else self.at(state, end)
                if found is not None:
                    return found[0], {slot: value, **found[1]}
        return None

    def _may_go_on(self, moves: Moves, position: int) -> bool:
        """Whether the word at a position may come next: a look that spares the reading of a slot before it."""
        if position == len(self._words) or moves.slots or moves.stems or self._forgiving:
            return True
        low = self._words[position].low
        return low in moves.words or low == MARK or (moves.ends and not self._whole)


@lru_cache(maxsize=20_000)
def is_misspelling(said: str, word: str) -> bool:
    """Whether a word is another one with two neighbouring letters swapped, or, if it is long, one letter wrong."""
    if said[:1] != word[:1] or not said.isalpha() or OSA.distance(said, word, score_cutoff=1) > 1:
        return False
    swapped = len(said) == len(word) and sorted(said) == sorted(word)
    return len(word) >= (_SHORTEST_SWAPPED if swapped else _SHORTEST_CHANGED)
