"""Conditions: what a request to plan says besides: "I am out from 2 to 4", «до обеда меня нет»."""

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from worker.features.working_hours.day import DAY_END, Busy
from worker.understanding.dates import Mention, find_mentions

# Words for not being there.
AWAY = re.compile(
    r"\b(?:out|away|busy|not\s+(?:here|in|available|there)|unavailable|off|gone|can't|cannot|leave|leaving|meeting|"
    r"без\s+меня|нет|не\s+будет|не\s+смогу|занят\w*|отсутству\w+|уеду|уезжа\w+|ухо\w+|уйду|вне|встреч\w+)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|before|up\s+to|by|до)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:after|from|since|после|с|со)\b", re.IGNORECASE)
_LEAVES = re.compile(r"\b(?:leave|leaving|gone\s+at|уеду|уезжа\w+|ухо\w+|уйду)\b", re.IGNORECASE)
# Shorter than this nobody is away.
_SHORTEST = 10


def times_away(text: str, now: dt.datetime, zone: ZoneInfo) -> list[Busy]:
    """The times of the planned day at which the person says they are away, in minutes of the day.

    Only words for being away count: "from 2 to 4" alone could be anything.
    """
    if AWAY.search(text) is None:
        return []
    found = []
    for mention in find_mentions(text, now.astimezone(zone)):
        found += [busy for busy in _away(text, mention) if busy.end - busy.start >= _SHORTEST]
    return found


def _away(text: str, mention: Mention) -> Iterator[Busy]:
    if mention.time is None or not mention.time_said or mention.past or mention.negated:
        return
    start = mention.time.hour * 60 + mention.time.minute
    if mention.is_span and mention.minutes is not None:
        yield Busy(start, min(DAY_END, start + mention.minutes), "away")
    elif mention.kind == "moment":
        clause = text[max(0, mention.start - 25) : mention.end]
        if mention.relation in ("until", "before", "by") or _UNTIL.search(mention.text):
            yield Busy(0, start, "away")
        elif (
            mention.relation in ("after", "from", "since")
            or _FROM.search(mention.text)
            or _LEAVES.search(clause)
        ):
            yield Busy(start, DAY_END, "away")
