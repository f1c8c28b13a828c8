"""The message as a marked sheet: each token may be given one meaning, and what stays unmarked is content."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Literal

from worker.understanding.dates import Language, Mention
from worker.understanding.local.message_tokens import Token, lowered, normalise, tokenise
from worker.understanding.step_budget import OutOfStepsError, current_steps

Label = Literal["time", "priority", "noise", "asking", "person", "dropped", "heading", "glue", "attribute"]

_start, _end = attrgetter("start"), attrgetter("end")


class Sheet:
    """Text, tokens and labels of one message. Token positions are indexes into `tokens`; `known` are
    the positions of the chat's business and project names.

    Every look at a token counts as a step: a method raises OutOfStepsError when the reading has none left."""

    def __init__(self, text: str, language: Language) -> None:
        self._steps = current_steps()
        self.text = normalise(text)
        self.low = lowered(self.text)
        self.language = language
        self.tokens: tuple[Token, ...] = tokenise(self.text)
        self.labels: list[Label | None] = [None] * len(self.tokens)
        self._mentions: tuple[Mention, ...] = ()
        self.known: set[int] = set()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The times the message speaks of, in text order."""
        return self._mentions

    @mentions.setter
    def mentions(self, found: Iterable[Mention]) -> None:
        self._mentions = tuple(sorted(found, key=_start))

    def __len__(self) -> int:
        return len(self.tokens)

    def on_new_line(self, at: int) -> bool:
        """Whether a line break stands right before the token at a position."""
        return at > 0 and "\n" in self.text[self.tokens[at - 1].end : self.tokens[at].start]

    def within(self, start: int, end: int) -> range:
        """Positions of the tokens that lie between two character offsets."""
        self._steps.take()
        first = bisect_left(self.tokens, start, key=_start)
        after = bisect_right(self.tokens, end, key=_end)
        return range(first, after) if first < after else range(0)

    def mark(self, places: Iterable[int], label: Label, *, over: bool = False) -> None:
        """Label the tokens at `places` that have no label yet (or all of them, with `over`)."""
        for at in places:
            if over or self.labels[at] is None:
                self.labels[at] = label

    def mark_pattern(self, pattern: re.Pattern[str], label: Label) -> None:
        """Label every match of a pattern over the lowered text."""
        for match in pattern.finditer(self.low):
            self.mark(self.within(*match.span()), label)

    def replace_word(self, at: int, other: Token) -> None:
        """Let the word of another token stand at this position; offsets stay those of the text."""
        here = self.tokens[at]
        fresh = replace(here, text=other.text, low=other.low, kind=other.kind)
        self.tokens = (*self.tokens[:at], fresh, *self.tokens[at + 1 :])

    def low_at(self, at: int) -> str:
        """The lowered token at a position, "" outside the message."""
        # The most frequent call of all: `take` written out.
        self._steps.left -= 1
        if self._steps.left < 0:
            raise OutOfStepsError
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def content(self, places: Iterable[int]) -> list[int]:
        """The unlabelled words and numbers among `places`."""
        found = [at for at in places if self.labels[at] is None and self.tokens[at].kind != "mark"]
        self._steps.take(1 + len(found))
        return found

    def said(self, places: range) -> str:
        """The lowered text of `places` with what was taken back blanked out."""
        if not places:
            return ""
        self._steps.take(len(places))
        start = self.tokens[places[0]].start
        letters = list(self.low[start : self.tokens[places[-1]].end])
        for at in places:
            if self.labels[at] == "dropped":
                token = self.tokens[at]
                letters[token.start - start : token.end - start] = " " * (token.end - token.start)
        return "".join(letters)

    def untimed(self, places: range) -> str:
        """The lowered words of `places` that are not about time and were not taken back, one space between."""
        barred = {"dropped", "time"}
        return " ".join(self.low_at(at) for at in places if self.labels[at] not in barred)

    def mentions_in(self, places: range) -> tuple[Mention, ...]:
        """The mentions whose tokens lie in `places` and were not dropped."""
        if not places:
            return ()
        start, end = self.tokens[places[0]].start, self.tokens[places[-1]].end
        first = bisect_left(self.mentions, start, key=_start)
        near = self.mentions[first : bisect_left(self.mentions, end, lo=first, key=_start)]
        self._steps.take(1 + len(near))
        return tuple(m for m in near if m.end <= end and not self._dropped(m))

    def _dropped(self, mention: Mention) -> bool:
        return any(self.labels[at] == "dropped" for at in self.within(mention.start, mention.end))
