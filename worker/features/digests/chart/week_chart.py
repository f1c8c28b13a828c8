"""Builds the `WeekSheet` of a person's week in their language."""

import datetime as dt

from babel.dates import format_date

from worker.core.date_formats import day_and_month, hours_text
from worker.core.i18n import Translator
from worker.features.digests.chart.week_sheet import BusinessRow, DayColumn, WeekSheet
from worker.features.digests.queries import DigestFacts, Recipient
from worker.features.digests.week_figures import WeekFigures

# At most so many rows; the businesses with the fewest tasks are only in the text.
_MOST_HOMES = 6


def week_sheet(recipient: Recipient, facts: DigestFacts, week: WeekFigures) -> WeekSheet:
    """What the picture of this week shows."""
    translator = recipient.speaker.translator
    homes = sorted(
        {*week.done, *week.slipped}, key=lambda home: -(week.done.get(home, 0) + week.slipped.get(home, 0))
    )
    return WeekSheet(
        heading=week_heading(translator, week.first, recipient.local_on),
        figures=figures_line(translator, week),
        done=translator.gettext("done"),
        slipped=translator.gettext("slipped"),
        homes=tuple(
            BusinessRow(
                facts.business_heading(recipient, home), week.done.get(home, 0), week.slipped.get(home, 0)
            )
            for home in homes[:_MOST_HOMES]
        ),
        ahead=translator.gettext("Next seven days, hours"),
        days=_days(translator, week),
    )


def week_heading(translator: Translator, first: dt.date, last: dt.date) -> str:
    """ "The week 17–23 November"."""
    return translator.gettext("The week {span}", span=_span(translator, first, last))


def figures_line(translator: Translator, week: WeekFigures) -> str:
    """ "9 done · 2 slipped"."""
    done, slipped = sum(week.done.values()), sum(week.slipped.values())
    facts = [translator.ngettext("{n} done", "{n} done", done)]
    if slipped:
        facts.append(translator.ngettext("{n} slipped", "{n} slipped", slipped))
    return " · ".join(facts)


def _days(translator: Translator, week: WeekFigures) -> tuple[DayColumn, ...]:
    if not any(day.count for day in week.load):
        return ()
    return tuple(
        DayColumn(
            f"{format_date(day.on, 'EEE', locale=translator.language)} {day.on.day}",
            day.minutes,
            day.count,
            f"{'~' if day.guessed else ''}{hours_text(translator, day.minutes)}",
        )
        for day in week.load
    )


def _span(translator: Translator, first: dt.date, last: dt.date) -> str:
    """ "17–23 November", "27 November – 3 December"."""
    end = day_and_month(translator, last)
    return (
        f"{first.day}–{end}" if first.month == last.month else f"{day_and_month(translator, first)} – {end}"
    )
