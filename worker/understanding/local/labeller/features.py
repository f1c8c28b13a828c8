"""What the labeller sees of each token: its form, its neighbours, the marks made on the sheet, the chat's own names, and
what the rules made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from worker.understanding.context import Context
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.labeller.kinds import KINDS
from worker.understanding.local.labeller.rule_tags import RuleTags
from worker.understanding.local.labeller.word_classes import CASES, GRAMMAR_WORDS, word_class
from worker.understanding.local.members import MemberHit, in_case
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.morphology import stem
from worker.understanding.local.open_tasks import best_task, nearest

_HARD = frozenset({".", "!", "?", "…", "..."})
_SOFT = frozenset({",", ";", ":", "—", "–", "-", "(", ")", "+", "/"})
_QUOTES = frozenset({'"', "»", "«", "'"})
_INSIDE_WORDS = frozenset("-./:,")
# The letters by which a stretch tells what forms are in it.
_LETTERS = {"INFN": "i", "ORDER": "o", "PAST": "p", "NAME": "n", "T": "t", "VERB": "v", "VERB?": "e", "V3": "3", "V1": "1",
            "DOES": "d", "PRTS": "r", "PRED": "m"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the labeller sees it: the marked sheet, who is named, the chat's world, and what the rules read."""

    sheet: Sheet
    people: dict[int, MemberHit]
    context: Context
    rules: RuleTags


class _Stretch(NamedTuple):
    """The tokens between two marks or line breaks, and the features they share."""

    places: range
    about: tuple[str, ...]


def token_features(seen: Seen) -> list[list[str]]:
    """The features of every token, in text order."""
    words = _Words(seen)
    return [list(words.features(at)) for at in range(len(seen.sheet))]


def role_features(features: list[list[str]], labels: list[int]) -> list[list[str]]:
    """The features of every token for its role: those given, and what clause it stands in and where."""
    starts = [at for at, label in enumerate(labels) if label & 1]
    found: list[list[str]] = []
    for start, stop in zip(starts, [*starts[1:], len(labels)], strict=True):
        first = _named(features[start], "c0=")
        found.extend(
            [*features[at], *_in_clause(features[at], labels[at], at - start, stop - at, first)]
            for at in range(start, stop)
        )
    return found


def _in_clause(said: list[str], label: int, after: int, left: int, first: str) -> Iterator[str]:
    kind, here, low = f"k={KINDS[label >> 1]}", _named(said, "c0="), _named(said, "w0=")
    yield from (
        kind,
        f"{kind},at={min(after, 3)}",
        f"{kind},left={min(left, 2)}",
        f"{kind},{here}",
        f"{kind},{low}",
    )
    yield f"{kind},at={min(after, 2)},{here}"
    yield f"at={min(after, 3)},{here}"
    yield f"left={min(left, 2)},{here}"
    yield from (f"{kind},{each}" for each in said if each.startswith(("r=", "like=", "label=")))
    yield from (f"first={first}", f"{kind},first={first}")


def _named(features: list[str], name: str) -> str:
    return next(each for each in features if each.startswith(name))


class _Words:
    """The tokens of one message with their classes and the stretches they stand in."""

    def __init__(self, seen: Seen) -> None:
        self.seen, self.sheet = seen, seen.sheet
        self.size = len(self.sheet)
        self.lows = [token.low for token in self.sheet.tokens]
        self.named = {at: hit for hit in seen.people.values() for at in range(hit.first, hit.last + 1)}
        self.timed = self._mention_kinds()
        self.classes = [self._class(at) for at in range(self.size)]
        self.like = [self._likeness(at) for at in range(self.size)]
        self.lines = [self.sheet.on_new_line(at) for at in range(self.size)]
        self.names_before = _counts(at in self.named and at - 1 not in self.named for at in range(self.size))
        self.moments_before = _counts(each.startswith("moment") and each.endswith("^") for each in self.timed)
        self.sentences = self._stretches(_HARD)
        self.chunks = self._stretches(_HARD | _SOFT)

    def _mention_kinds(self) -> list[str]:
        kinds = [""] * self.size
        for mention in self.sheet.mentions:
            name = mention.kind + ("past" if mention.past or mention.background else "")
            for number, at in enumerate(self.sheet.within(mention.start, mention.end)):
                kinds[at] = name if number else f"{name}^"
        return kinds

    def _class(self, at: int) -> str:
        token, label = self.sheet.tokens[at], self.sheet.labels[at]
        if label == "dropped":
            return "DROPPED"
        if at in self.named:
            return self._class_of_name(self.named[at])
        if self.timed[at]:
            return f"T:{self.timed[at].rstrip('^')}"
        if label in {"priority", "noise"}:
            return label.upper()
        if token.kind == "mark":
            return token.text if token.text in _HARD | _SOFT | _QUOTES else "SIGN"
        return "NUMBER" if token.kind == "number" else word_class(token.low, self.sheet.language)

    def _class_of_name(self, hit: MemberHit) -> str:
        if self.sheet.language == "en":
            return f"NAME:{hit.how}"
        cases = [case for case in CASES if in_case(self.lows[hit.last], case, lowered(hit.name))]
        return f"NAME:{'role:' if hit.how == 'role' else ''}{'+'.join(cases)}"

    def _likeness(self, at: int) -> str:
        token = self.sheet.tokens[at]
        if token.kind == "mark" or not self.seen.context.open_tasks or token.low in GRAMMAR_WORDS:
            return ""
        best = nearest(token.low, self.seen.context)
        return "same" if best == 1.0 else "akin" if best >= 0.7 else ""

    def _stretches(self, marks: frozenset[str]) -> list[_Stretch]:
        """For each token the stretch between these marks or line breaks that it stands in."""
        starts = [at for at in range(self.size) if at == 0 or self.lines[at] or self._closes(at - 1, marks)]
        found: list[_Stretch] = []
        for start, stop in zip(starts, [*starts[1:], self.size], strict=True):
            stretch = _Stretch(range(start, stop), self._about(range(start, stop)))
            found.extend(stretch for _ in stretch.places)
        return found

    def _closes(self, at: int, marks: frozenset[str]) -> bool:
        tight = self.sheet.tokens[at].end == self.sheet.tokens[at + 1].start
        return (
            self.lows[at] in marks and not self.timed[at] and not (tight and self.lows[at] in _INSIDE_WORDS)
        )

    def _about(self, places: range) -> tuple[str, ...]:
        worded = [at for at in places if self.sheet.tokens[at].kind != "mark"]
        if not worded:
            return ("empty",)
        heads = {self.classes[at].split(":")[0] for at in worded}
        forms = "".join(sorted(_LETTERS[each] for each in heads if each in _LETTERS))
        cover = self._cover(worded)
        return (
            f"first={self.classes[worded[0]]}",
            f"firstword={self.lows[worded[0]]}",
            f"last={self.lows[places[-1]] if places[-1] != worded[-1] else ''}",
            f"size={min(len(worded), 6)}",
            f"cover={cover}",
            f"forms={forms}",
            f"cover={cover}&forms={forms}",
        )

    def _cover(self, worded: list[int]) -> str:
        """How well these words name one open task: "0", or a grade and whether it leads the next task by far."""
        words = [self.lows[at] for at in worded if not self.timed[at] and at not in self.named]
        match = best_task(words, self.seen.context) if self.seen.context.open_tasks else None
        if match is None:
            return "0"
        grade = 1 + sum(match.coverage >= step for step in (0.34, 0.6, 0.99))
        return f"{grade}{match.margin >= 0.5:d}"

    def features(self, at: int) -> Iterator[str]:
        """The features of one token."""
        yield "bias"
        yield from self._word(at)
        yield from self._neighbours(at)
        yield from self._marks(at)
        yield from self._place(at)
        yield from self.seen.rules.features(at, self.classes[at])

    def _word(self, at: int) -> Iterator[str]:
        token = self.sheet.tokens[at]
        if token.kind == "word":
            yield from (f"s={stem(token.low)}", f"e={token.low[-3:]}", f"capital={token.text[:1].isupper()}")

    def _neighbours(self, at: int) -> Iterator[str]:
        lows, classes = (
            [self._low(at + step) for step in _STEPS],
            [self._class_at(at + step) for step in _STEPS],
        )
        for step, low, each in zip(_STEPS, lows, classes, strict=True):
            yield from (f"w{step}={low}", f"c{step}={each}")
        far, last, here, then, next_ = classes
        yield from (f"s-1={stem(lows[1])}", f"s1={stem(lows[3])}")
        yield from (
            f"c-1,0={last},{here}",
            f"c0,1={here},{then}",
            f"c1,2={then},{next_}",
            f"c-2,-1={far},{last}",
        )
        yield from (f"c-1,0,1={last},{here},{then}", f"c0,1,2={here},{then},{next_}")
        yield from (f"w-1,c0={lows[1]},{here}", f"c-1,w0={last},{lows[2]}", f"w0,c1={lows[2]},{then}")
        yield from (f"w0,1={lows[2]},{lows[3]}", f"w-1,0={lows[1]},{lows[2]}")

    def _marks(self, at: int) -> Iterator[str]:
        yield from (f"label={self.sheet.labels[at]}", f"mention={self.timed[at]}", f"like={self.like[at]}")
        if at in self.sheet.known:
            yield "known"
        if self.lines[at]:
            yield "line"

    def _place(self, at: int) -> Iterator[str]:
        sentence, chunk = self.sentences[at], self.chunks[at]
        yield f"names={min(self.names_before[at], 2)},{self.classes[at]}"
        yield f"moments={min(self.moments_before[at], 2)},{self.classes[at]}"
        yield from (f"place={min(at, 3)}", f"left={min(self.size - at, 3)}")
        yield from (f"S:{each}" for each in sentence.about)
        yield from (f"C:{each}" for each in chunk.about)
        yield f"in-chunk={min(at - chunk.places.start, 3)}"
        yield f"in-sentence={min(at - sentence.places.start, 3)}"
        yield f"sentences={self.sentences[-1].places.start > 0},{sentence.places.start > 0}"

    def _low(self, at: int) -> str:
        return self.lows[at] if 0 <= at < self.size else _EDGES[at < 0]

    def _class_at(self, at: int) -> str:
        return self.classes[at] if 0 <= at < self.size else _EDGES[at < 0]


_STEPS = (-2, -1, 0, 1, 2)
_EDGES = (">", "<")


def _counts(marked: Iterator[bool]) -> list[int]:
    """How many of the tokens before each are marked."""
    return [0, *accumulate(marked)][:-1]
