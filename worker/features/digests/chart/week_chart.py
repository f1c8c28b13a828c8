"""Of week: a person's week figures as the sheet of their picture, in their language."""

import datetime as dt

from babel.dates import format_date

from worker.core.date_formats import day_and_month, hours_text
from worker.core.i18n import Words
from worker.features.digests.chart.sheet import DayColumn, HomeRow, WeekSheet
from worker.features.digests.queries import Facts
from worker.features.digests.recipient import Recipient
from worker.features.digests.week_figures import WeekFigures

# More rows than this are no glance any more; the smallest are left to the text.
_MOST_HOMES = 6


def sheet_of(recipient: Recipient, facts: Facts, week: WeekFigures) -> WeekSheet:
    """What the picture of this week shows."""
    words = recipient.speaker.words
    homes = sorted(
        {*week.done, *week.slipped}, key=lambda home: -(week.done.get(home, 0) + week.slipped.get(home, 0))
    )
    return WeekSheet(
        heading=week_heading(words, week.first, recipient.local_on),
        figures=figures_line(words, week),
        done=words.say("done"),
        slipped=words.say("slipped"),
        homes=tuple(
            HomeRow(home_name(words, facts, home), week.done.get(home, 0), week.slipped.get(home, 0))
            for home in homes[:_MOST_HOMES]
        ),
        ahead=words.say("Next seven days, hours"),
        days=_days(words, week),
    )


def week_heading(words: Words, first: dt.date, last: dt.date) -> str:
    """ "The week 17–23 November"."""
    return words.say("The week {span}", span=_span(words, first, last))


def figures_line(words: Words, week: WeekFigures) -> str:
    """ "9 done · 2 slipped"."""
    done, slipped = sum(week.done.values()), sum(week.slipped.values())
    facts = [words.count("{n} done", "{n} done", done)]
    if slipped:
        facts.append(words.count("{n} slipped", "{n} slipped", slipped))
    return " · ".join(facts)


def home_name(words: Words, facts: Facts, home: int | None) -> str:
    """A business's name; the private tasks have one too."""
    return words.say("No business") if home is None else facts.businesses.get(home, "")


def _days(words: Words, week: WeekFigures) -> tuple[DayColumn, ...]:
    if not any(day.count for day in week.load):
        return ()
    return tuple(
        DayColumn(
            f"{format_date(day.on, 'EEE', locale=words.language)} {day.on.day}",
            day.minutes,
            day.count,
            f"{'~' if day.guessed else ''}{hours_text(words, day.minutes)}",
        )
        for day in week.load
    )


def _span(words: Words, first: dt.date, last: dt.date) -> str:
    """ "17–23 November", "27 November – 3 December"."""
    end = day_and_month(words, last)
    return f"{first.day}–{end}" if first.month == last.month else f"{day_and_month(words, first)} – {end}"
