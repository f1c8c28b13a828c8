"""Closed requests: messages that say one thing only, in words the data files list, read the same with and without a model.

`closed/en.toml` and `closed/ru.toml` hold the requests, each with its templates, the intents it stands for, the
sentences that must be read so and those that must not. A message is a request as a whole, or as a list of them.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, Message, Reading
from worker.understanding.dates import Language, detect_language
from worker.understanding.intents import AskWhich, Intent, KeepNote
from worker.understanding.local.message_tokens import normalise
from worker.understanding.requests.closed_language import ClosedLanguage, ClosedRequest, closed_language
from worker.understanding.requests.day_ranges import DayRange
from worker.understanding.requests.slots import SLOTS, FittingTasks, Person, SlotInput
from worker.understanding.requests.templates import (
    MARK,
    SlotReader,
    State,
    TemplateMatch,
    Word,
    words_of,
)
from worker.understanding.requests.told_facts import points_back
from worker.understanding.step_budget import OutOfStepsError, counted, steps_for

_LONGEST = {name: slot.most for name, slot in SLOTS.items()}
_INTENT: TypeAdapter[Intent] = TypeAdapter(Intent)
_PLACE = re.compile(r"\{(\w+)(?:\.(\w+))?(?:\|([^}]*))?\}")
_CLAUSES = bounded(r"\s*\n\s*(?:[-•*]\s+)?|(?<=[.!;?])\s+|\s*;\s*")
_LETTERS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"[a-z#]", re.IGNORECASE),
    "ru": re.compile(r"[а-яё#]", re.IGNORECASE),
}
_COMMA = bounded(r"\s*,\s+|\s+[-–—]\s+")
# Words that limit the request before them, and times that belong to it: what begins so is no matter of its own.
_LIMITS = bounded(
    r"(?:and|or|but|except|unless|if|until|till|only|just|not|for|from|at|on|in|by|to|before|after|и|или|но|а|кроме|если|пока|только"
    r"|лишь|не|с|со|до|по|в|во|на|к|после|перед|кажд\w+)\b|\d",
    re.IGNORECASE,
)
_MOST_CLAUSES, _MOST_COMMAS = 8, 3
_MOST_OPENERS = 4
Values = dict[str, object]
# Where in a message a request stands: as the whole of it, at its beginning with more behind, or anywhere in it.
Place = Literal["alone", "first", "clause"]


def read_closed_request(message: Message, context: Context) -> Reading | None:
    """The reading of a message that is a closed request, or a list of them; None for every other message.

    Sure, pure, and linear in the message's length. A forwarded message asks for nothing.
    """
    if message.forwarded or not message.text.strip():
        return None
    try:
        with counted(steps_for(message.text)):
            intents = _whole(message, context) or _listed(message, context)
    except OutOfStepsError:
        return None
    return Reading(intents, "rules", sure=True) if intents else None


def _listed(message: Message, context: Context) -> tuple[Intent, ...] | None:
    """The intents of a message each of whose sentences is a request."""
    clauses = [clause for clause in _CLAUSES.split(message.text.strip()) if clause.strip()]
    if not 2 <= len(clauses) <= _MOST_CLAUSES:
        return None
    intents: list[Intent] = []
    for clause in clauses:
        made = _whole(_part(message, clause), context, "clause")
        if made is None:
            return None
        intents += made
    return tuple(intents)


def split_closed_clauses(message: Message, context: Context) -> tuple[tuple[Intent, ...], str]:
    """The intents of those sentences, or beginnings of sentences before a comma, that are requests and may stand beside
    others, and the rest of the message's text.

    None of them, and the whole text, for a forwarded message and an answer to another one, and where the rest points back
    at what is only told ("Anna's phone 555 0199. Call her") or a heading says what to do with it ("Call:", a line each).
    """
    clauses = [clause for clause in _CLAUSES.split(message.text.strip()) if clause.strip()]
    if message.forwarded or message.reply or not 1 <= len(clauses) <= _MOST_CLAUSES:
        return (), message.text
    intents: list[Intent] = []
    rest = []
    try:
        with counted(steps_for(message.text)):
            for number, clause in enumerate(clauses):
                made, behind = _beginning(message, context, clause, "clause" if number else "first")
                intents += made
                rest += [behind] if behind else []
    except OutOfStepsError:
        return (), message.text
    told = any(isinstance(intent, KeepNote) for intent in intents)
    headed = any(clause.rstrip().endswith(":") for clause in clauses)
    if not intents or (told and (headed or points_back("\n".join(rest)))):
        return (), message.text
    return tuple(intents), "\n".join(rest)


def _beginning(
    message: Message, context: Context, clause: str, place: Place
) -> tuple[tuple[Intent, ...], str]:
    """The request that a sentence is, or that stands before a comma in it ("I'm off tomorrow, my son is ill"), and what
    is behind it; no request and the whole sentence where there is none."""
    if made := _whole(_part(message, clause), context, place):
        return made, ""
    for comma in reversed(list(_COMMA.finditer(clause))[:_MOST_COMMAS]):
        made = _whole(_part(message, clause[: comma.start()]), context, place)
        told = any(isinstance(intent, KeepNote) for intent in made or ())
        if made and not told and not _LIMITS.match(clause, comma.end()):
            return made, clause[comma.end() :]
    return (), clause


def _part(message: Message, text: str) -> Message:
    return Message(text, message.now, message.voice, message.forwarded, message.reply)


def _whole(message: Message, context: Context, place: Place = "alone") -> tuple[Intent, ...] | None:
    for each in _languages(message.text):
        made = _OneReading(message, context, closed_language(each)).intents(place)
        if made is not None:
            return made
    return None


def _any_words(name: str, start: int, end: int) -> object | None:  # noqa: ARG001 - the shape of every slot's reader
    """A slot that any words fill."""
    return True


def _languages(text: str) -> list[Language]:
    """The languages whose letters a text has, the likelier one first."""
    first = detect_language(text)
    written: list[Language] = [first, "ru" if first == "en" else "en"]
    return [language for language in written if _LETTERS[language].search(text)]


class _OneReading:
    """One message compared with the requests of one language; the values of slots are read once."""

    def __init__(self, message: Message, context: Context, language: ClosedLanguage) -> None:
        self._message, self._context, self._language = message, context, language
        self._text = normalise(message.text)
        self._words: tuple[Word, ...] = words_of(message.text)
        self._values: dict[tuple[str, int, int], object | None] = {}

    def intents(self, place: Place) -> tuple[Intent, ...] | None:
        """What the message stands for; None when it is no request."""
        for start in self._starts():
            for request in self._language.candidates(self._words[start].low):
                if self._suits(request, place) and (made := self._made(request, start)):
                    return made
        return None

    def fragment(self, state: State) -> tuple[int, int, Values] | None:
        """The first place where a fragment stands: the offsets of its text, and its slots' values."""
        matching = self._matching(forgiving=False, whole=False)
        for start, word in enumerate(self._words):
            found = matching.at(state, start) if word.low != MARK else None
            if found is not None:
                return word.start, self._words[found[0] - 1].end, found[1]
        return None

    def _starts(self) -> list[int]:
        """Where the request may begin: behind any number of politenesses."""
        starts = [0] if self._words else []
        opening = self._matching(forgiving=True, whole=False)
        while starts and len(starts) <= _MOST_OPENERS:
            found = opening.at(self._language.openers, starts[-1])
            if found is None:
                break
            starts.append(found[0])
        # A mark stands between the politeness and the request.
        starts = [n + (n < len(self._words) and self._words[n].low == MARK) for n in starts]
        return [start for start in starts if start < len(self._words)]

    def _suits(self, request: ClosedRequest, place: Place) -> bool:
        if self._message.reply and not request.reply:
            return False
        if request.unless_recurring and self._recurring_spoken_of():
            return False
        if place == "alone" and request.after_questions:
            return False
        may_stand = place == "alone" or request.clause or (place == "first" and request.first)
        return may_stand and not (request.zone_open and self._context.zone_chosen)

    def _recurring_spoken_of(self) -> bool:
        recent = set(self._context.recent)
        return any(task.recurrence for task in self._context.open_tasks if task.ref in recent)

    def _made(self, request: ClosedRequest, start: int) -> tuple[Intent, ...] | None:
        # Slots are dear to read: first it is seen whether the words around them stand there at all.
        around = self._matching(forgiving=request.forgiving, read=_any_words)
        if around.at(request.start, start) is None:
            return None
        found = self._matching(forgiving=request.forgiving).at(request.start, start)
        if found is None:
            return None
        values = {**self._surroundings(), **found[1]}
        parts = [
            part for part in request.intents if part.get("if") is None or part["if"].strip("{}") in found[1]
        ]
        if any("{replied}" in part.values() for part in parts) and "replied" not in values:
            return None
        made = [_intent(part, values, request.none) for part in parts]
        return None if None in made else tuple(intent for intent in made if intent is not None)

    def _surroundings(self) -> Values:
        """What any intent may hold: today, the task whose card is answered, and the words before the first colon."""
        heading = self._text.partition(":")[0].strip()
        around: Values = {"today": self._message.now.date(), "heading": heading[:200]}
        if self._message.reply and self._context.replied_to is not None:
            around["replied"] = self._context.replied_to
        return around

    def _matching(
        self, *, forgiving: bool, whole: bool = True, read: SlotReader | None = None
    ) -> TemplateMatch:
        return TemplateMatch(
            self._words,
            read or self._slot,
            _LONGEST,
            self._language.vocabulary,
            forgiving=forgiving,
            whole=whole,
        )

    def _slot(self, name: str, start: int, end: int) -> object | None:
        key = (name, start, end)
        if key not in self._values:
            said = self._text[self._words[start].start : self._words[end - 1].end]
            self._values[key] = SLOTS[name].read(SlotInput(said, self._message, self._context))
        return self._values[key]


def _intent(part: Mapping[str, Any], values: Values, none: str) -> Intent | None:
    """The intent of one entry; a question when a task's words fit none or several. None when the values make none."""
    for value in values.values():
        if isinstance(value, FittingTasks) and len(value.tasks) != 1:
            if not value.tasks and none == "read":
                return None
            if not value.tasks and none == "new":
                continue
            return AskWhich(wish=part["kind"], said=value.said[:200], tasks=tuple(t.ref for t in value.tasks))
    filled = {key: _filled(value, values) for key, value in part.items() if key != "if"}
    try:
        return _INTENT.validate_python(filled)
    except ValidationError:
        return None


def _filled(value: Any, values: Values) -> Any:
    """A value of the data with the slots' values in its places; of an optional slot not said, what the place says."""
    if not isinstance(value, str):
        return value
    whole = _PLACE.fullmatch(value)
    if whole:
        return _shown(values.get(whole[1]), whole[2], whole[3])
    return _PLACE.sub(
        lambda place: str(_shown(values.get(place[1]), place[2], place[3]) or ""), value
    ).strip()


def _shown(value: object | None, part: str | None, default: str | None) -> object | None:
    match value:
        case None:
            return default
        case DayRange() if part:
            return value.first if part == "first" else value.last
        case FittingTasks():
            return value.tasks[0].ref if value.tasks else None
        case Person():
            return value.name
        case _:
            return value


# Where a fragment stands (its start and end in the text), and its slots' values.
Fragment = tuple[int, int, Values]


def find_fragment(name: str, message: Message, context: Context) -> Fragment | None:
    """The first place in a message where a fragment of the data stands; None when it stands nowhere."""
    for each in _languages(message.text):
        language = closed_language(each)
        found = _OneReading(message, context, language).fragment(language.fragments[name])
        if found is not None:
            return found
    return None
