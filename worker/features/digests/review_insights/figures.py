"""The week's numbers by name, all from stored rows: the only ones a remark may mention."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from worker.core.date_formats import minutes_text, short_day
from worker.core.i18n import Translator
from worker.core.reply import escape_html
from worker.features.digests.queries import DigestFacts, Recipient
from worker.features.digests.week_figures import WeekFigures, done_before, minutes_by_business

# Shown to the model instead of a name.
_NAME = "(a name)"

Kind = Literal["count", "minutes", "days", "name", "day"]


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """One value with what it means, in English for the model. Numbers are ints; a day is a date."""

    kind: Kind
    value: int | str | dt.date
    meaning: str

    @property
    def number(self) -> int | None:
        """The value of a number; None for names and days."""
        return self.value if isinstance(self.value, int) else None

    def shown(self, translator: Translator, today: dt.date) -> str:
        """The value as it stands in a sentence, HTML."""
        if isinstance(self.value, dt.date):
            return short_day(translator, self.value, today)
        if isinstance(self.value, str):
            return escape_html(self.value)
        return minutes_text(translator, self.value) if self.kind == "minutes" else str(self.value)


def named_figures(recipient: Recipient, facts: DigestFacts, week: WeekFigures) -> dict[str, WeekFigure]:
    """Every figure by its name. Names of businesses and titles of tasks are figures too: no other may be mentioned."""
    return dict(
        [*_totals(recipient, facts, week), *_businesses(recipient, facts, week), *_tasks(recipient, week)]
    )


def figures_as_json(figures: dict[str, WeekFigure], translator: Translator, today: dt.date) -> dict[str, Any]:
    """The figures as the model is shown them: no names, since no prompt may hold the words of two businesses (I8)."""
    return {
        name: {
            "means": figure.meaning,
            "reads": _NAME if figure.kind == "name" else figure.shown(translator, today),
            "number": figure.number,
        }
        for name, figure in figures.items()
    }


def _totals(recipient: Recipient, facts: DigestFacts, week: WeekFigures) -> Iterator[tuple[str, WeekFigure]]:
    yield "done_all", WeekFigure("count", sum(week.done.values()), "tasks done this week")
    yield (
        "slipped_all",
        WeekFigure("count", sum(week.slipped.values()), "tasks due this week and not done in time"),
    )
    yield (
        "done_week_before",
        WeekFigure("count", done_before(recipient, facts, week), "tasks done in the week before"),
    )
    if week.timed:
        yield (
            "spent_all",
            WeekFigure("minutes", week.actual_minutes, "time spent on tasks that had an estimate"),
        )
        yield (
            "estimated_all",
            WeekFigure("minutes", week.estimated_minutes, "what those tasks were estimated at"),
        )
        yield "timed", WeekFigure("count", week.timed, "done tasks with an estimate and a real time")
        yield "close", WeekFigure("count", week.close, "of those, estimated right within a quarter")
    busiest = max(week.load, key=lambda day: day.minutes, default=None)
    if busiest is not None and busiest.count:
        yield (
            "ahead_tasks",
            WeekFigure("count", sum(day.count for day in week.load), "tasks due in the next seven days"),
        )
        yield "ahead_minutes", WeekFigure("minutes", sum(day.minutes for day in week.load), "their load")
        yield "busiest_day", WeekFigure("day", busiest.on, "the busiest of the next seven days")
        yield "busiest_tasks", WeekFigure("count", busiest.count, "tasks due on the busiest day")
        yield "busiest_minutes", WeekFigure("minutes", busiest.minutes, "load of the busiest day")


def _businesses(
    recipient: Recipient, facts: DigestFacts, week: WeekFigures
) -> Iterator[tuple[str, WeekFigure]]:
    timed = minutes_by_business(recipient, facts, week)
    for place, home in enumerate(sorted({*week.done, *week.slipped}, key=lambda home: home or 0), start=1):
        key = f"business{place}"
        yield key, WeekFigure("name", facts.business_heading(recipient, home), "name of a business")
        yield f"{key}_done", WeekFigure("count", week.done.get(home, 0), f"tasks of {key} done this week")
        yield (
            f"{key}_slipped",
            WeekFigure("count", week.slipped.get(home, 0), f"tasks of {key} not done in time"),
        )
        if home in timed:
            estimated, spent = timed[home]
            yield (
                f"{key}_estimated",
                WeekFigure("minutes", estimated, f"what timed tasks of {key} were estimated at"),
            )
            yield f"{key}_spent", WeekFigure("minutes", spent, "what they took")


def _tasks(recipient: Recipient, week: WeekFigures) -> Iterator[tuple[str, WeekFigure]]:
    for place, (task, count) in enumerate(week.moved, start=1):
        yield f"moved{place}", WeekFigure("name", task.title, "title of a task that keeps being put off")
        yield (
            f"moved{place}_times",
            WeekFigure("count", count, f"how often moved{place} was put off in 30 days"),
        )
    for place, task in enumerate(week.oldest, start=1):
        open_days = (recipient.local_on - task.created_at.astimezone(recipient.speaker.zone).date()).days
        yield f"oldest{place}", WeekFigure("name", task.title, "title of one of the oldest open tasks")
        yield (
            f"oldest{place}_days",
            WeekFigure("days", open_days, f"for how many days oldest{place} has been open"),
        )
