"""Wishes to be reminded that readers leave alone: again and again until it is done, and of nothing in particular."""

import datetime as dt
import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Mention, find_mentions
from worker.understanding.local.message_tokens import lowered

_ASKS = bounded(
    r"\b(?:remind|ping|nudge)\s+(?:me|us)\b|\bset\s+(?:me\s+)?a\s+reminder\b|\bнапомн(?:и|ите|ить)\b|\bне\s+дай(?:те)?\s+(?:мне\s+)?забыть\b",
    re.IGNORECASE,
)
_NOT_ASKED = bounded(
    r"\b(?:don['’]?t|do\s+not|never|stop|no\s+need\s+to|не\s+надо|не\s+нужно|не)\s+$", re.IGNORECASE
)
_KEEP_ON = bounded(
    r"\b(?:keep\s+(?:on\s+)?reminding|keep\s+(?:on\s+)?nagging|nag|bug|pester|remind)\s+me\b|\b(?:напоминай(?:те)?|долби(?:те)?|тереби(?:те)?)\b(?:\s+(?:мне|меня))?",
    re.IGNORECASE,
)
_AND_KEEP_ON = bounded(rf"[\s,;–—-]*(?:\b(?:and|и)\s+)?(?:{_KEEP_ON.pattern})", re.IGNORECASE)
_UNTIL_DONE = bounded(
    r"[\s,;–—-]*(?:\b(?:again\s+and\s+again|every\s+hour|hourly|каждый\s+час|снова\s+и\s+снова|постоянно)[\s,]+)?"
    r"\b(?:(?:until|till|til)\s+(?:(?:i|we)(?:['’]?ve|\s+have)?\s+(?:do|did|done|get|got|finish|finished|complete|completed|mark|tick)\b(?:\s+(?:it|this|that)\b)?(?:\s+(?:off|done)\b)?|(?:(?:it|this|that)(?:['’]?s|\s+is)\s+)?(?:done|finished|completed|ticked))"
    r"|пока\s+(?:я\s+|мы\s+)?(?:это\s+)?(?:не\s+(?:сделаю|сделаем|выполню|закончу|доделаю|отмечу|будет\s+(?:сделано|готово|выполнено)|сделано|готово))(?:\s+(?:это|её|его))?)(?!\w)",
    re.IGNORECASE,
)  # fmt: skip
# Words beside a wish about nothing; any other word is what is meant.
_AROUND = frozenset(
    [
        "please",
        "pls",
        "me",
        "us",
        "to",
        "again",
        "then",
        "also",
        "ok",
        "okay",
        "and",
        "at",
        "on",
        "by",
        "in",
        "about",
        "pleeease",
        "hey",
        "a",
        "for",
        "can",
        "could",
        "you",
        "will",
        "would",
        "just",
        "set",
        "reminder",
        "пожалуйста",
        "плиз",
        "мне",
        "нам",
        "ещё",
        "еще",
        "раз",
        "снова",
        "потом",
        "тогда",
        "и",
        "а",
        "в",
        "во",
        "на",
        "к",
        "ко",
        "меня",
        "ка",
        "мне-ка",
    ]
)
_LONGEST = 80


def asks_to_remind(text: str) -> bool:
    """Whether a message asks for a reminder."""
    return any(
        _NOT_ASKED.search(text[max(0, at.start() - 20) : at.start()]) is None for at in _ASKS.finditer(text)
    )


def without_until_done(text: str) -> str | None:
    """The message that asks to be reminded until something is done, as one that asks to be reminded; None for others."""
    ends = _UNTIL_DONE.search(text)
    if ends is None or not (_KEEP_ON.search(text) or asks_to_remind(text)):
        return None
    rest = f"{text[: ends.start()]}{text[ends.end() :]}"
    shorter = _AND_KEEP_ON.sub("", rest, count=1)
    if not asks_to_remind(shorter):
        wish = "напомни" if re.search(r"[а-яё]", text, re.IGNORECASE) else "remind me"
        shorter = _KEEP_ON.sub(wish, rest, count=1)
    return shorter if shorter.strip(" .,:;!") else None


def wishes_nothing_named(text: str, now: dt.datetime) -> bool:
    """Whether a message asks to be reminded and names nothing but a time: "remind me tomorrow", «напомни в пять»."""
    if len(text) > _LONGEST or "\n" in text or not asks_to_remind(text):
        return False
    said = _ASKS.sub(" ", text)
    for mention in reversed(find_mentions(said, now)):
        said = f"{said[: mention.start]} {said[mention.end :]}"
    return all(word in _AROUND for word in re.findall(r"[\w-]+", lowered(said)))


def moment_named(text: str, now: dt.datetime) -> Mention | None:
    """The only moment that a short text names beside words of reminding: the answer to "when?"; None for other texts."""
    said = _ASKS.sub(" ", text)
    found = find_mentions(said, now) if len(text) <= _LONGEST else ()
    if len(found) != 1 or found[0].kind not in ("moment", "duration"):
        return None
    rest = f"{said[: found[0].start]} {said[found[0].end :]}"
    return found[0] if all(word in _AROUND for word in re.findall(r"[\w-]+", lowered(rest))) else None


def past_moment(text: str, now: dt.datetime) -> Mention | None:
    """The day before now that a wish to be reminded names ("yesterday at five"); None without one."""
    return next((m for m in find_mentions(text, now) if m.kind == "moment" and m.past and m.date), None)
