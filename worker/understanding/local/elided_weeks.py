"""A weekday said once for two weeks: «в эту пятницу не успеваем, тогда в следующую»."""

import datetime as dt
import re
from dataclasses import replace

from worker.understanding.dates import Mention, find_mentions
from worker.understanding.local.annotated_text import Sheet

_NEXT = re.compile(
    r"(?<!\w)(?:в|во|на|к|до|(?:the|on|to)) (?:следующ(?:ую|ий|ее|ей|ему|его)|next one)(?=\s*(?:[,.;!?)]|$|к\b|в\b|at\b))"
)
_WEEKDAYS = re.compile(
    r"\b(?:(?:понедельник|вторник|четверг)\w*|сред[аыеу]|пятниц[аыеу]|суббот[аыеу]|воскресень[еяю]|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)


def with_elided(sheet: Sheet, now: dt.datetime) -> tuple[Mention, ...]:
    """The mentions, and a "next" without its weekday read as that weekday of the following week; the day it replaces,
    when that is said, is turned down."""
    found = list(sheet.mentions)
    for match in _NEXT.finditer(sheet.low):
        days = [m for m in found if m.end <= match.start() and _WEEKDAYS.search(m.text.lower())]
        taken = any(m.start < match.end() and match.start() < m.end for m in found)
        day = _WEEKDAYS.search(days[-1].text.lower()) if days else None
        if day is None or taken:
            continue
        said = "в следующую " if sheet.language == "ru" else "next "
        read = find_mentions(said + day[0], now, sheet.language)
        if len(read) == 1:
            text = sheet.text[match.start() : match.end()]
            found = [replace(m, negated=True) if m is days[-1] else m for m in found]
            found.append(replace(read[0], start=match.start(), end=match.end(), text=text, sure=False))
    return tuple(sorted(found, key=lambda m: m.start))
