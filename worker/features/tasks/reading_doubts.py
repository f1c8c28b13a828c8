"""A reading's doubts as lines on its card, marked ~ (guessed) or ? (not understood)."""

from collections.abc import Iterable

from worker.core.i18n import gettext_noop
from worker.core.reply import escape_html
from worker.core.speaker import Speaker
from worker.understanding.llm import doubts as codes

MAX_DOUBT_LINES = 3
_WORDS_LIMIT = 40

# The deadline: code to mark and text.
_DUE = {
    codes.PAST: ("?", gettext_noop("the deadline is past")),
    codes.UNCHECKED: ("~", gettext_noop("deadline unsure")),
    codes.DIFFERS: ("~", gettext_noop("deadline unsure")),
    codes.UNQUOTED: ("~", gettext_noop("deadline unsure")),
    codes.UNREAD: ("?", gettext_noop("deadline not understood")),
    codes.INVALID: ("?", gettext_noop("deadline not understood")),
}
_GUESSED = ("~", gettext_noop("business unsure"))
_FIELDS = {
    "business": gettext_noop("no such business"),
    "project": gettext_noop("no such project"),
    "assignee": gettext_noop("nobody of that name"),
    "recurrence": gettext_noop("repetition not understood"),
    "estimate_minutes": gettext_noop("duration not understood"),
    "actual_minutes": gettext_noop("duration not understood"),
    "reminder_minutes_before": gettext_noop("reminder not understood"),
    "priority": gettext_noop("priority not understood"),
    "task": gettext_noop("one of the tasks you meant is not open"),
    "title": gettext_noop("one item had no title"),
    "days": gettext_noop("days of absence unsure"),
    "command": gettext_noop("forwarded words change no settings"),
    "value": gettext_noop("one of the values not understood"),
    "actions": gettext_noop("part of the message was left out"),
    "message": gettext_noop("the message was too long; its end was not read"),
}
# What rules doubt: only what a person can check at a glance; the rest of their codes only tune sureness, and "time"
# comes with its words from reasons.py.
_RULES = {
    "several times": ("~", gettext_noop("several days are named")),
    "recurrence": ("?", gettext_noop("repetition not understood")),
    "holidays": (
        "?",
        gettext_noop("I know no public holidays: tell me the dates, for example “except 25 December”"),
    ),
    "which task": ("~", gettext_noop("perhaps another task was meant")),
    "two businesses": ("~", gettext_noop("two businesses fit")),
}


def doubt_lines(speaker: Speaker, doubts: Iterable[str], *, numbered: bool = False) -> list[str]:
    """At most three lines of HTML: "~ deadline unsure: “by next week”". Codes that are not known say nothing.

    A doubt is `Reading.doubts`' form ("2:due:past", "-:task:unknown_task"), with the words it is about as a fourth
    part where they are known, or one of the rules' own codes. With `numbered` the task's number stands before it.
    """
    lines = (_doubt_line(speaker, doubt, numbered=numbered) for doubt in doubts)
    return list(dict.fromkeys(line for line in lines if line))[:MAX_DOUBT_LINES]


def _doubt_line(speaker: Speaker, doubt: str, *, numbered: bool) -> str | None:
    gettext = speaker.translator.gettext
    if doubt in _RULES:
        mark, text = _RULES[doubt]
        return f"{mark} {gettext(text)}"
    parts = doubt.split(":", 3)
    if len(parts) < 3:
        return None
    index, field, code = parts[:3]
    mark, text = _DUE.get(code, ("", "")) if field == "due" else ("?", _FIELDS.get(field, ""))
    if code == codes.GUESSED:
        mark, text = _GUESSED
    if not text or (field == "name" and code == codes.EXISTS):
        return None
    place = f"{int(index) + 1}: " if numbered and index.isdecimal() else ""
    words = parts[3].strip() if len(parts) == 4 else ""
    about = f": {speaker.translator.quote(escape_html(words[:_WORDS_LIMIT]))}" if words else ""
    return f"{mark} {place}{gettext(text)}{about}"
