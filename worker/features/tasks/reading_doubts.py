"""Doubts: a reading's doubt codes become half a line on the card each, marked ~ (guessed) or ? (not understood)."""

from collections.abc import Iterable

from worker.core.i18n import later
from worker.core.reply import safe
from worker.core.speaker import Speaker
from worker.understanding.llm import doubts as codes

MOST_LINES = 3
_WORDS_LIMIT = 40

# The deadline: code to mark and text.
_DUE = {
    codes.PAST: ("?", later("the deadline is past")),
    codes.UNCHECKED: ("~", later("deadline unsure")),
    codes.DIFFERS: ("~", later("deadline unsure")),
    codes.UNQUOTED: ("~", later("deadline unsure")),
    codes.UNREAD: ("?", later("deadline not understood")),
    codes.INVALID: ("?", later("deadline not understood")),
}
_FIELDS = {
    "business": later("no such business"),
    "project": later("no such project"),
    "assignee": later("nobody of that name"),
    "recurrence": later("repetition not understood"),
    "estimate_minutes": later("duration not understood"),
    "actual_minutes": later("duration not understood"),
    "reminder_minutes_before": later("reminder not understood"),
    "priority": later("priority not understood"),
    "task": later("one of the tasks you meant is not open"),
    "title": later("one item had no title"),
    "value": later("one of the values not understood"),
    "actions": later("part of the message was left out"),
    "message": later("the message was too long; its end was not read"),
}
# What rules doubt: only what a person can check at a glance; the rest of their codes only tune sureness, and "time"
# comes with its words from reasons.py.
_RULES = {
    "several times": ("~", later("several days are named")),
    "recurrence": ("?", later("repetition not understood")),
    "which task": ("~", later("perhaps another task was meant")),
    "two businesses": ("~", later("two businesses fit")),
}


def doubt_lines(speaker: Speaker, doubts: Iterable[str], *, numbered: bool = False) -> list[str]:
    """At most three lines of HTML: "~ deadline unsure: “by next week”". Codes that are not known say nothing.

    A doubt is `Reading.doubts`' form ("2:due:past", "-:task:unknown_task"), with the words it is about as a fourth
    part where they are known, or one of the rules' own codes. With `numbered` the task's number stands before it.
    """
    lines = (_line(speaker, doubt, numbered=numbered) for doubt in doubts)
    return list(dict.fromkeys(line for line in lines if line))[:MOST_LINES]


def _line(speaker: Speaker, doubt: str, *, numbered: bool) -> str | None:
    say = speaker.words.say
    if doubt in _RULES:
        mark, text = _RULES[doubt]
        return f"{mark} {say(text)}"
    parts = doubt.split(":", 3)
    if len(parts) < 3:
        return None
    index, field, code = parts[:3]
    mark, text = _DUE.get(code, ("", "")) if field == "due" else ("?", _FIELDS.get(field, ""))
    if not text or (field == "name" and code == codes.EXISTS):
        return None
    place = f"{int(index) + 1}: " if numbered and index.isdecimal() else ""
    words = parts[3].strip() if len(parts) == 4 else ""
    about = f": {speaker.words.quote(safe(words[:_WORDS_LIMIT]))}" if words else ""
    return f"{mark} {place}{say(text)}{about}"
