"""One entry of a calendar file, before it is written."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An entry: at instants (UTC), or on a whole local day when `starts` is a date.

    Without `ends` it lasts no time, or the whole day. `busy` says whether others may take that time, `tentative` that it
    may still move. `sequence` rises with every change of the entry, `changed_at` is when that was.
    """

    uid: str
    summary: str
    starts: dt.datetime | dt.date
    changed_at: dt.datetime
    ends: dt.datetime | None = None
    busy: bool = False
    tentative: bool = False
    sequence: int = 0
    description: str = ""
    category: str = ""
