"""Pointing: "#12", "the second one", "both": the tasks a message points at without naming them, and what it says of them."""

import re
from collections.abc import Callable
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, Message, Reading
from worker.understanding.intents import CreateTask, Plan, Query
from worker.understanding.list_clauses import listed_tasks

MOST_POINTED = 10
_LAST = -1
_ORDINALS_EN = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": _LAST}
_ORDINALS_RU = {"перв": 1, "втор": 2, "трет": 3, "четверт": 4, "пят": 5, "последн": _LAST}
_RU = r"(?P<ru>перв|втор|трет|четв[её]рт|пят|последн)(?:ую|юю|ью|ая|яя|ья|ое|ее|ье)"
_AFTER = r"(?=\s*(?:$|[,.:;!?—–-]|\d|(?:на|в|во|к|до|через|пусть|делает|сделает|готов\w*|сделан\w*|не|уже|срочн\w*|отмени|удали|перенеси|сдвинь|отложи|за|тоже)\b))"
_NUMBERED = re.compile(
    r"(?:\b(?:tasks?|задач[уаеи]|номер)\s+)?(?:(?<!\w)[#№]\s?(?P<number>\d{1,7})\b)"
    r"(?:\s*(?:,|and|и|&)\s*[#№]\s?\d{1,7}\b)*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[#№]\s?(\d{1,7})\b")
_ORDINAL = re.compile(
    r"\bthe\s+(?P<en>first|second|third|fourth|fifth|last)(?:\s+(?:one|task)\b|(?=\s*(?:$|[,.:;!?-])|\s+(?:to|by|is|on|at|for|done)\b))"
    rf"|(?<!\w){_RU}(?:\s+(?:задач[уаи]|дело)\b|{_AFTER})",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(
    r"\bboth(?:\s+of\s+(?:them|these))?\b|\b(?:all|either)\s+of\s+(?:them|these)\b|(?<!\w)(?:обе(?:\s+задачи)?|их\s+обе|все\s+эти|оба)(?!\w)",
    re.IGNORECASE,
)
# An ordinal and no word of what is to become of it: no date ("the first") and no task's title either.
_BARE = bounded(
    rf"\W*(?:and|also|и|а|ещё|еще)?\s*(?:the\s+(?:first|second|third|fourth|fifth|last)(?:\s+one)?(?:\s+(?:too|as\s+well|also))?"
    rf"|{_RU}(?:\s+(?:тоже|также))?)\W*",
    re.IGNORECASE,
)
# What stands in the place of the words that point, as it is tried: the sentence around them asks for one of these.
_IT = {"en": ("it", ""), "ru": ("её", "это", "")}


def addressed_tasks(message: Message, context: Context, *, in_list: bool = True) -> frozenset[str]:
    """References of the open tasks that a message addresses by number, by replying to their card, or (with `in_list`) by
    their place in the last list."""
    found = _pointed(message.text, context) if in_list else None
    refs = set(found[0]) if found else set()
    named = {f"T{int(number)}" for number in _NUMBER.findall(message.text)}
    refs |= named & {task.ref for task in context.open_tasks}
    refs |= listed_tasks(message, context) if in_list else frozenset()
    return frozenset(refs | ({context.replied_to} if context.replied_to else set()))


ReadByRules = Callable[[Message, Context], Reading]


def read_pointed(message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """The reading of a message that points at tasks; None when it points at none, or rather makes something new.

    A number is that of any open task ("#12 is done"); ordinals and "both" count the last card with several tasks. What is said is read once for each task.
    """
    if len(context.listed) > 1 and _BARE.fullmatch(message.text):
        return Reading((), "rules", doubts=("which task",))
    found = _pointed(message.text, context)
    if found is None:
        return None
    refs, words = found
    said = (
        # "#5 and #6 are done" is read as "it is done", once for each.
        f"{message.text[: words.start()]}{it}{message.text[words.end() :].replace(' are ', ' is ')}"
        for it in _IT[_script(message.text)]
    )
    tried = (_read_of_each(replace(message, text=text), context, refs, read) for text in said)
    return next((reading for reading in tried if reading is not None), None)


def _read_of_each(
    about: Message, context: Context, refs: tuple[str, ...], read: ReadByRules
) -> Reading | None:
    readings = [read(about, replace(context, replied_to=ref, recent=(ref,))) for ref in refs]
    if not all(_changes_only(reading, ref) for reading, ref in zip(readings, refs, strict=True)):
        return None
    return Reading(
        intents=tuple(intent for reading in readings for intent in reading.intents),
        reader="rules",
        sure=all(reading.sure for reading in readings),
        unread=readings[0].unread,
        doubts=readings[0].doubts,
    )


def _pointed(text: str, context: Context) -> tuple[tuple[str, ...], re.Match[str]] | None:
    """References of open tasks, and the words that point at them."""
    open_refs = {task.ref for task in context.open_tasks}
    named = _NUMBERED.search(text)
    if named is not None:
        refs = tuple(dict.fromkeys(f"T{int(number)}" for number in _NUMBER.findall(named[0])))
        return (refs[:MOST_POINTED], named) if set(refs) <= open_refs else None
    if len(context.listed) < 2:
        return None
    # A task that is over keeps its place on the card.
    card = tuple(ref if ref in open_refs else None for ref in context.listed)
    told, ordinal = _ALL_OF_THEM.search(text), _ORDINAL.search(text)
    if told is not None and ordinal is None and context.replied_to is None:
        return tuple(ref for ref in card if ref)[:MOST_POINTED], told
    ref = _at(card, _place(ordinal)) if ordinal is not None else None
    return ((ref,), ordinal) if ref is not None and ordinal is not None else None


def _place(ordinal: re.Match[str]) -> int:
    if ordinal["en"]:
        number = _ORDINALS_EN[ordinal["en"].lower()]
    else:
        number = _ORDINALS_RU[ordinal["ru"].lower().replace("ё", "е")]
    return number if number == _LAST else number - 1


def _at(card: tuple[str | None, ...], place: int) -> str | None:
    return card[place] if place < len(card) else None


def _script(text: str) -> str:
    return "ru" if re.search("[а-яё]", text, re.IGNORECASE) else "en"


def _changes_only(reading: Reading, ref: str) -> bool:
    """Whether a reading does something to this task and to nothing else."""
    return bool(reading.intents) and all(
        not isinstance(intent, CreateTask | Query | Plan) and getattr(intent, "task", None) == ref
        for intent in reading.intents
    )
