"""The deadline of a card: what happens on a day, and what must be done by then, in both languages."""

import datetime as dt
from zoneinfo import ZoneInfo

from models.tables.task import Task
from tests.tables import for_every
from worker.core.date_formats import deadline_text
from worker.core.i18n import translator_for

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = dt.date(2026, 11, 30)
FRIDAY = dt.date(2026, 12, 4)


def shown(
    language: str, timing: str | None, day: dt.date, hour: int | None, minutes: int | None, source: str
) -> str | None:
    at = None if hour is None else dt.datetime.combine(day, dt.time(hour), BERLIN).astimezone(dt.UTC)
    task = Task(
        workspace_id=1,
        number=1,
        title="Tasting",
        deadline_on=day,
        deadline_at=at,
        timing=timing,
        estimate_minutes=minutes,
        estimate_source=source if minutes else None,
        created_at=dt.datetime.now(dt.UTC),
        updated_at=dt.datetime.now(dt.UTC),
    )
    return deadline_text(translator_for(language), task, TODAY, BERLIN)


@for_every(
    ("timing", "day", "hour", "minutes", "source", "english", "russian"),
    [
        ("on", 4, 14, 120, "stated", "Fri 4 Dec 14:00–16:00", "пт, 4 декабря, 14:00–16:00"),
        # A learned length is told as an estimate, not as an end.
        ("on", 4, 14, 120, "similar", "Fri 4 Dec 14:00", "пт, 4 декабря, 14:00"),
        ("on", 4, 14, None, "stated", "Fri 4 Dec 14:00", "пт, 4 декабря, 14:00"),
        ("on", 4, 14, 2880, "stated", "Fri 4 Dec 14:00", "пт, 4 декабря, 14:00"),
        ("on", 4, 23, 90, "stated", "Fri 4 Dec 23:00–00:30", "пт, 4 декабря, 23:00–00:30"),
        ("on", 4, None, 120, "stated", "Fri 4 Dec", "пт, 4 декабря"),
        ("on", 1, None, None, "stated", "tomorrow", "завтра"),
        ("by", 4, 14, 120, "stated", "by Fri 4 Dec 14:00", "до пт, 4 декабря, 14:00"),
        ("by", 4, None, 120, "stated", "by Fri 4 Dec", "до пт, 4 декабря"),
        ("by", 1, None, None, "stated", "by tomorrow", "до завтра"),
        ("by", 1, 14, None, "stated", "tomorrow by 14:00", "завтра до 14:00"),
        ("by", 0, None, None, "stated", "by the end of today", "до конца дня"),
        ("by", -1, None, None, "stated", "due yesterday", "срок был вчера"),
    ],
)
def test_a_card_tells_on_from_by(
    timing: str, day: int, hour: int | None, minutes: int | None, source: str, english: str, russian: str
) -> None:
    when = dt.date(2026, 11, 30) + dt.timedelta(days=day)
    assert shown("en", timing, when, hour, minutes, source) == english
    assert shown("ru", timing, when, hour, minutes, source) == russian
