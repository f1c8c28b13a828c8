"""What is said before a list and holds for its entries: a day, a person, a project, a priority."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from worker.understanding.dates import Mention
from worker.understanding.local.assignments import Assignment


@dataclass(slots=True)
class Lead:
    """What holds for the entries that follow: said in a heading, or at the front of a sentence."""

    moments: tuple[Mention, ...] = ()
    person: Assignment | None = None
    tokens: list[int] = field(default_factory=list)
    priority: int | None = None
    bound: bool = False  # said after a person: it holds for what that person is to do
    told: bool = False  # the day of something told before: it holds for what names a clock time only


def joined(first: Lead, second: Lead) -> Lead:
    """The second lead over the first: what it names replaces, the rest stays."""
    return Lead(
        second.moments or first.moments,
        second.person or first.person,
        second.tokens or first.tokens,
        second.priority if second.priority is not None else first.priority,
        told=second.told if second.moments else first.told,
    )


def for_entries(mention: Mention) -> Mention:
    """What a time at the front of a sentence gives to the entries after it: its day and "morning", not its clock time."""
    return mention if mention.vague or not mention.date_said or mention.elapsed else day_only(mention)


def day_only(mention: Mention) -> Mention:
    """The mention without its clock time."""
    return replace(mention, time=None, time_said=False, vague=False)


_WEEK = re.compile(r"\b(?:week|недел\w+)\b")
_OTHER = re.compile(r"\b(?:this|next|эт\w+|следующ\w+|ближайш\w+|через|недел\w+|week)\b|\d")


def in_week_of(mention: Mention, leads: Sequence[Mention]) -> Mention:
    """The mention, a weekday put into the week that the lead-in names («на следующей неделе: ..., в среду ...»)."""
    week = next((m for m in leads if m.date and m.kind == "moment" and _WEEK.search(m.text.lower())), None)
    plain = mention.kind == "moment" and mention.date_said and not _OTHER.search(mention.text.lower())
    if week is None or week.date is None or mention.date is None or not plain or mention.elapsed:
        return mention
    monday = week.date - dt.timedelta(days=week.date.weekday())
    apart = (mention.date - monday).days
    if abs(apart) > 14 or not _WEEKDAY.search(mention.text.lower()):
        return mention
    date = monday + dt.timedelta(days=mention.date.weekday())
    return mention if date < mention.date - dt.timedelta(days=7) else replace(mention, date=date)


_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)\w*"
)
