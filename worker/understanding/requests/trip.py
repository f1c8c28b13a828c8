"""A stay in another time zone: "Berlin until Friday"."""

import datetime as dt
from dataclasses import dataclass

from worker.core.zones import zone_of_place
from worker.understanding.dates import find_mentions


@dataclass(frozen=True, slots=True)
class Trip:
    """A stay in another IANA zone, through a local day."""

    zone: str
    until_on: dt.date


def parse_trip(text: str, now: dt.datetime) -> Trip | None:
    """The trip of a place we know and its last day; None when either is missing. `now` is in the chat's zone."""
    mentions = [mention for mention in find_mentions(text, now, None) if mention.date is not None]
    if len(mentions) != 1 or mentions[0].kind != "moment":
        return None
    until = mentions[0]
    zone = zone_of_place(f"{text[: until.start]} {text[until.end :]}".strip(" ,."))
    assert until.date is not None
    return None if zone is None or until.date < now.date() else Trip(zone, until.date)
