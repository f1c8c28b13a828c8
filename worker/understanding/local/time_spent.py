"""Time spent: what a report says it took."""

import datetime as dt
import re
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Mention, find_mentions
from worker.understanding.local.annotated_text import Sheet

_TIME_SPENT = re.compile(
    r"\b(?:took|spent|ate|lasted|in|taken|it was|cost|needed|burned|used|under|ушл[оаи]|ушел|потратил[аи]?|потрачено|занял[оаи]?|провозил\w+|возил\w+|убил[аи]?|за|заняв|затратил[аи]?|просидел[аи]?|работал[аи]?|делал[аи]?|вышло|получилось|уложи\w+|управи\w+|справи\w+|хватило|(?:was|were|been)\s+(?:at|on)\s+(?:it|that|this)|(?:that|this|last|first|second|other)\s+(?:one\s+)?was)\b"
)


def minutes_spent(sheet: Sheet, places: range) -> int | None:
    """The time a report says it took, in minutes; beside "changed" a length looks like a shift."""
    for mention in sheet.mentions_in(places):
        if mention.kind == "duration" and mention.minutes:
            return mention.minutes
    for mention in sheet.mentions_in(places):
        if mention.kind == "moment" and mention.elapsed and mention.minutes:
            return mention.minutes
    told = _TIME_SPENT.search(sheet.said(places)) is not None
    return next(
        (m.minutes for m in sheet.mentions_in(places) if told and m.kind == "shift" and m.minutes), None
    )


_FITTED = re.compile(r"(?<!\w)(?:уложи|втисну|умести)\w+\s+$")


def with_lengths(sheet: Sheet, mentions: tuple[Mention, ...], now: dt.datetime) -> tuple[Mention, ...]:
    """The mentions, a clock time that is a length here read as one: «уложился в два часа» is no time of day."""
    return tuple(_length(m, now) if _FITTED.search(sheet.low[: m.start]) else m for m in mentions)


def _length(mention: Mention, now: dt.datetime) -> Mention:
    said = mention.text.removeprefix("в ")
    found = find_mentions(said, now, "ru") if mention.kind == "moment" and said != mention.text else ()
    if len(found) != 1 or found[0].kind != "duration":
        return mention
    return replace(found[0], start=mention.start, end=mention.end, text=mention.text)


def tells_of_work_on(low: str) -> bool:
    """Whether lower-case words tell of work on a thing, finished or not: "worked 40 minutes on it", «посидел над сметой»."""
    return _WORKED.search(low) is not None


_WORKED = bounded(
    r"\b(?:work(?:ed|ing)|spent|put(?:\s+in)?)\b.{0,60}\b(?:on|at|into)\b"
    r"|(?<!\w)(?:по)?(?:работал|сидел|возил|трудил|корпел|занимал)[аи]?(?:с[ья])?(?!\w).{0,60}(?<!\w)(?:над|с|со|по)(?!\w)"
    r"|(?<!\w)(?:занимал[аи]?с[ья]|потратил[аи]?)(?!\w)",
    re.IGNORECASE,
)


def is_time_spent(sheet: Sheet, places: range) -> bool:
    """Whether a clause only says how long something took ("took 2 h", «ушло два часа»)."""
    if minutes_spent(sheet, places) is None:
        return False
    low = sheet.said(places)
    return bool(_TIME_SPENT.search(low)) or len(sheet.content(places)) <= 2
