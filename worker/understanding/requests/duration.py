"""A text that is an amount of time and nothing else."""

import datetime as dt
import re

from worker.understanding.dates import find_mentions

LONGEST_MINUTES = 7 * 24 * 60
# "it took me about an hour and a half in total, I think" is a duration alone; what is longer tells more.
_LONGEST_TOLD = 160
_PLAIN = re.compile(r"^\s*(?:(?P<h>\d{1,2}):(?P<m>[0-5]\d)|(?P<n>\d{1,3}))\s*$")
# What people put around a bare duration: "about an hour and a half", «часа полтора где-то».
_FILLERS = re.compile(
    r"\b(?:about|around|roughly|maybe|some|it|took|take|takes|me|almost|nearly|approximately|in\s+total"
    r"|примерно|около|где-?\s?то|почти|наверное|всего|заняло|занял|заняла|ушло|ушел|потратил|потратила|на\s+это|это)\b",
    re.IGNORECASE,
)


def duration_of(text: str, now: dt.datetime) -> int | None:
    """Minutes of a text that is a duration alone: "1h 40m", «полтора часа», "1:40", "90"; None for all else."""
    plain = _PLAIN.match(text)
    if plain:
        minutes = int(plain["n"]) if plain["n"] else int(plain["h"]) * 60 + int(plain["m"])
        return minutes if 0 < minutes <= LONGEST_MINUTES else None
    if len(text) > _LONGEST_TOLD:
        return None
    found = find_mentions(text, now)
    if len(found) != 1 or found[0].kind != "duration" or found[0].is_span or not found[0].minutes:
        return None
    around = _FILLERS.sub(" ", text[: found[0].start] + " " + text[found[0].end :])
    return found[0].minutes if not re.search(r"\w", around) and found[0].minutes <= LONGEST_MINUTES else None
