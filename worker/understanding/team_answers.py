"""Answers to whoever gave a task: taken, refused with a reason, another date, another person, or a question back.

Read by lists of words, the same with and without a model. Whether there is a task to answer about is the caller's to know.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, KnownTask, Message
from worker.understanding.dates import Mention, detect_language, due_of, find_mentions
from worker.understanding.intents import Due
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import normalise, tokenise
from worker.understanding.local.open_tasks import begins_with_verb, likeness, meaningful

LONGEST = 300
_SEGMENTS = bounded(
    r"\s*[,.;:!?\n—–]+\s*|\s+-+\s+|\s+(?=(?:but|because|since|let['’]?s|but|как|но|потому|поскольку|давай(?:те)?|пусть)\b)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:no|nope|nah|нет|неа)\b(?:\s?[,.!;:–—-]+\s?"
    r"|\s+(?=(?:sorry|unfortunately|i|i'm|i've|we|we're|my|извини(?:те)?|прости(?:те)?|к\s+сожалению|я|мы|у\s+меня|меня)\b))",
    re.IGNORECASE,
)
# "Ok, I'll do it myself" of a refusal: heard, and then what becomes of the task.
_NODDED = re.compile(
    r"^(?:(?:ok(?:ay)?|fine|all\s?right|right|well|i\s+see|ладно|ок(?:ей)?|хорошо|понятно|ясно|жаль|тогда|ну)\b[\s,.]*)+(?=\S)",
    re.IGNORECASE,
)
_NODS = re.compile(r"[👍👌✅✔☑🤝🫡🙏💪🆗+\ufe0f\U0001f3fb-\U0001f3ff]{1,6}")
_SIGNS = re.compile(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_ALIKE = 0.75
# So many words of a clause are the name of a task, when one of them is.
_FEW_WORDS = 6
Kind = Literal["accept", "refuse", "date", "keep", "ask"]
Decision = Literal["give", "take", "drop"]


@dataclass(frozen=True, slots=True)
class TeamAnswer:
    """What was answered. `words` may name the task; `due` is a local date, `suggested` a member's name.

    `clock_only` marks a due of which only the time was said: its day is the one that is nearest to now.
    `bare` marks a refusal that says nothing of what is refused: "can't, no spokes", not "can't find my keys".
    """

    kind: Kind
    reason: str | None = None
    due: Due | None = None
    suggested: str | None = None
    words: tuple[str, ...] = ()
    bare: bool = False
    clock_only: bool = False


def read_team_answer(message: Message, context: Context, *, pointed: bool) -> TeamAnswer | None:
    """The answer that a message is; None for every other.

    `pointed` says that the message replies to a given task, or comes right after it: only then can "ok", a mere day, a
    mere name or a question be an answer.
    """
    text = _plain(message.text)
    if pointed and _NODS.fullmatch(message.text.strip()):
        return TeamAnswer("accept")
    if message.forwarded or not text or len(text) > LONGEST:
        return None
    if pointed and _is_all(text, "accept"):
        return TeamAnswer("accept")
    return _refusal(text, message, context) or (_without_refusal(text, message, context) if pointed else None)


def is_plainly_else(message: Message) -> bool:
    """Whether a message that could be any answer in free words is an order or has a time of its own."""
    text = _plain(message.text)
    verb = begins_with_verb(KnownTask("", text)) is not None
    return text.startswith("/") or verb or "?" in text or bool(_days(text, message)) or len(text) > LONGEST


def asks_about_it(message: Message) -> bool:
    """Whether a question means the task just spoken of without naming it: "why?", "when do you need it?"."""
    text = _plain(message.text)
    pronoun = _pattern("ask.pronouns").search(text) is not None
    named = _pattern("ask.which").fullmatch(text.rstrip("?! ")) is not None
    return (
        named
        or _is_all(text, "ask")
        or (pronoun and len(_words(text)) <= _FEW_WORDS and not _days(text, message))
    )


def asks_how(message: Message) -> bool:
    """Whether a question is about how to do what the speaker was given: "what flour should I use?", «куда везти?»."""
    text = _plain(message.text)
    asked = text.rstrip("? ")
    meant = _pattern("ask.how").fullmatch(asked) is not None
    return meant and len(text) <= LONGEST and not message.forwarded and not _days(text, message)


def read_decision(message: Message, context: Context) -> tuple[Decision, str | None] | None:
    """What whoever gave a task decides on its refusal: given to a member, by name, taken over, or dropped; None for else."""
    text = _NODDED.sub("", _plain(message.text))
    if message.forwarded or not text or len(text) > LONGEST or _asks(text):
        return None
    if _is_all(text, "take_back"):
        return "take", None
    if _is_all(text, "give_up"):
        return "drop", None
    suggested = _suggested(text, _segments(text), context)
    return ("give", suggested) if suggested and _only_hands_on(text, suggested) else None


def names_task(words: Iterable[str], title: str) -> bool:
    """Whether words of a message name a task by one of the distinctive words of its title."""
    said = [word for word in words if len(word) > 2]
    known = [word for word in meaningful(_words(title)) if len(word) > 2]
    return any(likeness(word, other) >= _ALIKE for word in said for other in known)


def _refusal(text: str, message: Message, context: Context) -> TeamAnswer | None:
    found = _pattern("refuse", "en", "ru").search(text)
    if found is None:
        return None
    segments = _segments(text)
    at = next(i for i, (start, end) in enumerate(segments) if start <= found.start() < max(end, start + 1))
    # "Can't you do it?" asks; "can't by noon, 3 pm?" refuses and asks whether another time will do.
    if _asks(text) and at == len(segments) - 1:
        return None
    due = _proposed(text, segments[at], message)
    suggested = _suggested(text, segments, context)
    refused = _without_days(text, segments[at], message, cut=found)
    reasons = (
        [] if _is_empty(refused, suggested, context) else [_without_days(text, segments[at], None, cut=found)]
    )
    for segment in segments[:at] + segments[at + 1 :]:
        reasons += _reason(text, segment, due[1] if due else None, suggested, context)
    return TeamAnswer(
        "refuse" if due is None else "date",
        ", ".join(reasons) or None,
        None if due is None else due[0],
        suggested,
        tuple(meaningful(_words(text))),
        bare=_is_filling(refused),
        clock_only=due is not None and _is_clock_only(due[1]),
    )


def _without_refusal(text: str, message: Message, context: Context) -> TeamAnswer | None:
    """Of a task just spoken of: a mere day, a mere "no", somebody else, or a question."""
    days = _days(text, message)
    words = tuple(meaningful(_words(text)))
    if days and _only_around(text, days):
        due = due_of(days[-1], message.now)
        clock_only = _is_clock_only(days[-1])
        return None if due is None else TeamAnswer("date", due=due, words=words, clock_only=clock_only)
    if _is_all(text, "keep"):
        return TeamAnswer("keep")
    refused = _NO.match(text)
    if refused is not None and not _asks(text):
        return TeamAnswer("keep", reason=text[refused.end() :].strip() or None, words=words)
    if message.text.rstrip().endswith("?") or _is_all(text, "ask"):
        return TeamAnswer("ask", reason=message.text.strip(), words=words)
    suggested = _suggested(text, _segments(text), context)
    if suggested and _only_hands_on(text, suggested):
        return TeamAnswer("refuse", suggested=suggested)
    return None


def _is_clock_only(mention: Mention) -> bool:
    return not mention.date_said and not mention.elapsed


def _asks(text: str) -> bool:
    return text.endswith("?")


def _proposed(text: str, refused: tuple[int, int], message: Message) -> tuple[Due, Mention] | None:
    """The last day that is said outside of the refusal, or within it as the first on which it is possible."""
    for mention in reversed(_days(text, message)):
        inside = refused[0] <= mention.start < refused[1]
        until = _pattern("refuse.until").search(text[refused[0] : mention.end]) is not None
        due = due_of(mention, message.now)
        if due is not None and (not inside or until):
            return due, mention
    return None


def _days(text: str, message: Message) -> list[Mention]:
    found = find_mentions(text, message.now, detect_language(text))
    return [m for m in found if m.kind == "moment" and not m.past and due_of(m, message.now) is not None]


def _suggested(text: str, segments: list[tuple[int, int]], context: Context) -> str | None:
    """The member whom a clause would give it to: "give it to Tom", «пусть Серый», "Tom can do it"."""
    lead = _pattern("hand_on", "en", "ru")
    for start, end in segments:
        clause = text[start:end]
        hits = find_members(tuple(tokenise(normalise(clause))), context)
        if hits and lead.search(clause):
            return hits[0].name
    return None


def _without_days(
    text: str, segment: tuple[int, int], message: Message | None, *, cut: "re.Match[str]"
) -> str:
    """The refused clause without the refusal itself, and without its days where a message to read them in is given."""
    start, end = segment
    clause = f"{text[start : cut.start()]} {text[cut.end() : end]}"
    for mention in _days(clause, message) if message is not None else ():
        clause = clause.replace(clause[mention.start : mention.end], " ")
    return " ".join(clause.split()).strip(" ,.;:-")


def _reason(
    text: str, segment: tuple[int, int], proposed: Mention | None, suggested: str | None, context: Context
) -> list[str]:
    """A clause beside the refusal, without the proposed day; nothing for one that only proposes a day or a person."""
    start, end = segment
    clause = text[start:end]
    if proposed is not None and start <= proposed.start < end:
        clause = text[start : proposed.start] + " " + text[proposed.end : end]
        if all(_pattern("date.around").fullmatch(word) for word in _words(clause)):
            return []
    if suggested and find_members(tuple(tokenise(normalise(clause))), context):
        return []
    said = " ".join(clause.split()).strip(" ,.;:-")
    return [said] if said and not _is_filling(said) else []


def _is_empty(clause: str, suggested: str | None, context: Context) -> bool:
    """Whether a refused clause says nothing but what is refused: fillers, a few words that name a task, the person."""
    if suggested and find_members(tuple(tokenise(normalise(clause))), context):
        return True
    words = _words(clause)
    named = any(names_task(words, task.title) for task in context.open_tasks)
    return _is_filling(clause) or (named and len(words) <= _FEW_WORDS)


def _is_filling(clause: str) -> bool:
    filling = _pattern("refuse.object")
    return all(len(word) < 2 or filling.fullmatch(word) for word in _words(clause))


def _only_around(text: str, days: list[Mention]) -> bool:
    rest = text
    for mention in reversed(days):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    around = _pattern("date.around")
    return all(around.fullmatch(word) for word in _words(rest))


def _only_hands_on(text: str, suggested: str) -> bool:
    """Whether nothing is said but who should do it."""
    return len(_words(text)) <= len(_words(suggested)) + 5


def _is_all(text: str, table: str) -> bool:
    """Whether a text is one or several phrases of a table, with nothing else but courtesy."""
    return _whole(table).fullmatch(text) is not None


def _segments(text: str) -> list[tuple[int, int]]:
    edges = [0]
    for cut in _SEGMENTS.finditer(text):
        edges += [cut.start(), cut.end()]
    edges.append(len(text))
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2) if edges[i + 1] > edges[i]]


def _plain(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", text).replace("’", "'").split()).strip(" .!")


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


@lru_cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(
        files("worker.understanding").joinpath("team_answers.toml").read_text(encoding="utf-8")
    )


@lru_cache
def _pattern(table: str, *languages: str) -> "re.Pattern[str]":
    """The phrases of a table ("refuse.until", or "refuse" in both languages) as whole words."""
    name, _, key = table.partition(".")
    phrases = _tables()[name][key] if key else [p for each in languages for p in _tables()[name][each]]
    return bounded(rf"(?<!\w)(?:{'|'.join(sorted(phrases, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


@lru_cache
def _whole(table: str) -> "re.Pattern[str]":
    phrases = [p for each in ("en", "ru") for p in _tables()[table][each]]
    one = "|".join(sorted(phrases, key=len, reverse=True))
    courtesy = "|".join(_tables()["accept"]["around"])
    return bounded(
        rf"(?:(?:{courtesy})[\s,]+){{0,3}}(?:(?:{one})(?:[\s,.!]+(?:{one}|{courtesy})){{0,3}})[?]?",
        re.IGNORECASE,
    )
