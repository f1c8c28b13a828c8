"""The data of closed requests: one file of each language, compiled once, and found by the word a message begins with."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from worker.understanding.dates import Language
from worker.understanding.requests.slots import SLOTS
from worker.understanding.requests.templates import State, TemplateCompiler, is_misspelling


@dataclass(frozen=True, slots=True)
class ClosedRequest:
    """One request of the data. `intents` are its intents with places for the values of slots, and for {today}, {replied} (the task whose card is answered)
    and {heading} (the words before the first colon); one with `if` is made only when that slot was said.

    `reply` is False for what means something else in an answer to a message, `zone_open` for what counts only until the
    person chose a zone, `unless_recurring` for what may be about a recurring task just spoken of. `clause` tells whether
    it may stand beside other sentences, `first` whether at least before them. `none` tells what becomes of a task's
    words that fit no open task: "read" as usual, "say" so, or "new": the intent makes a task. `after_questions` marks what
    may as well answer a question of the bot or of a colleague: it is no request until those had their turn.
    """

    start: State
    intents: tuple[Mapping[str, Any], ...]
    says: Mapping[str, str]
    near_misses: tuple[str, ...]
    forgiving: bool
    reply: bool
    zone_open: bool
    unless_recurring: bool
    clause: bool
    first: bool
    none: Literal["read", "say", "new"]
    after_questions: bool


@dataclass(frozen=True, slots=True)
class ClosedLanguage:
    """The requests of one language, found by the word a message begins with."""

    requests: tuple[ClosedRequest, ...]
    fragments: Mapping[str, State]
    openers: State
    vocabulary: frozenset[str]
    by_first: Mapping[str, tuple[int, ...]]
    by_any: tuple[int, ...]

    def candidates(self, low: str) -> Sequence[ClosedRequest]:
        """The requests that may begin with a word, a misspelt one too, in the order of the data."""
        found = set(self.by_any) | set(self.by_first.get(low, ()))
        if low not in self.vocabulary:
            near = (numbers for word, numbers in self.by_first.items() if is_misspelling(low, word))
            found |= {number for numbers in near for number in numbers}
        return [self.requests[number] for number in sorted(found)]


@lru_cache
def closed_language(language: Language) -> ClosedLanguage:
    """The requests of a language's data file. Raises TemplateError for a template that is not well formed."""
    source = files("worker.understanding.requests").joinpath("closed", f"{language}.toml").read_text("utf-8")
    data = tomllib.loads(source)
    compiler = TemplateCompiler(data["phrases"])
    accepted = State()
    end = State(empty=(compiler.compile(["<closing>"], accepted), accepted))
    openers = compiler.compile(["<opening>"], accepted)
    requests = tuple(_request(entry, data["phrases"], end, compiler) for entry in data["requests"])
    by_first: dict[str, list[int]] = {}
    by_any = []
    for number, request in enumerate(requests):
        moves = request.start.moves
        by_any += [number] if moves.slots or moves.stems else []
        for word in moves.words:
            by_first.setdefault(word, []).append(number)
    return ClosedLanguage(
        requests,
        {name: compiler.compile(templates, accepted) for name, templates in data["fragments"].items()},
        openers,
        frozenset(compiler.vocabulary),
        {word: tuple(numbers) for word, numbers in by_first.items()},
        tuple(by_any),
    )


def _request(
    entry: Mapping[str, Any], phrases: Mapping[str, list[str]], end: State, whole: TemplateCompiler
) -> ClosedRequest:
    compiler = TemplateCompiler(phrases)
    start = compiler.compile(entry["templates"], end)
    whole.vocabulary |= compiler.vocabulary
    return ClosedRequest(
        start,
        tuple(entry["intents"]),
        entry["says"],
        tuple(entry["not"]),
        forgiving=not any(SLOTS[slot].free for slot in compiler.slots),
        reply=entry.get("reply", True),
        zone_open=entry.get("zone_open", False),
        unless_recurring=entry.get("unless_recurring", False),
        clause=entry.get("clause", False),
        first=entry.get("first", False),
        none=entry.get("none", "read"),
        after_questions=entry.get("after_questions", False),
    )
