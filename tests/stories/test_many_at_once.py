"""What is overdue is dropped or moved at once, by words or a button: shown first where it is much, with one undo."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import digests, settled_run

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
# Five overdue, two of them for long, one of those recurring; a past event; one that is not due yet.
LATE = """
INSERT INTO task (workspace_id, number, title, status, priority, deadline_on, deadline_at, timing, recurrence, version,
                  created_at, updated_at)
SELECT workspace_id, at, title, 'open', 2, DATE '2026-11-23' - days, begins, timing, NULL, 1, now(), now()
FROM chat, (VALUES (101, 'Pay the bill', 2, NULL, 'by'), (102, 'Send the offer', 3, NULL, 'by'),
                   (103, 'Buy paper', 4, NULL, 'on'), (104, 'File the papers', 20, NULL, 'by'),
                   (105, 'Sort the shed', 30, NULL, 'by'),
                   (106, 'Dentist', 1, TIMESTAMPTZ '2026-11-22 10:00+01', 'on'),
                   (107, 'Call Anna', -2, NULL, 'by')) AS late (at, title, days, begins, timing)
"""
OVERDUE = {"Pay the bill", "Send the offer", "Buy paper", "File the papers", "Sort the shed"}
OLD = {"File the papers", "Sort the shed"}


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def opened(planner: Planner, language: str) -> None:
    await planner.tell("/start", lang=language)
    async with planner.database.transaction() as session:
        await session.execute(text(LATE))


async def found(planner: Planner, **values: object) -> set[str]:
    rows = await planner.rows(select(Task).order_by(col(Task.number)))
    return {
        task.title for task in rows if all(getattr(task, name) == value for name, value in values.items())
    }


@pytest.mark.parametrize(
    ("language", "drop", "move", "old", "numbers", "yes", "undo"),
    [
        ("en", "drop all overdue", "move everything overdue to Friday", "drop everything older than two weeks", "drop #101 #102 #103", "Yes", "undo"),
        ("ru", "удали всё просроченное", "перенеси всё просроченное на пятницу", "удали всё старше двух недель", "удали #101 #102 #103", "Да", "отмени последнее"),
    ],
)  # fmt: skip
async def test_in_words(planner: Planner, language, drop, move, old, numbers, yes, undo) -> None:
    await opened(planner, language)
    asked = await planner.tell(drop, lang=language)
    assert all(title in asked.text for title in OVERDUE)
    assert "Dentist" not in asked.text
    assert await found(planner, status="open") == OVERDUE | {"Dentist", "Call Anna"}
    await planner.press(asked, yes)
    assert await found(planner, status="dropped") == OVERDUE
    await planner.tell("/undo", lang=language)
    assert await found(planner, status="dropped") == set()
    asked = await planner.tell(move, lang=language)
    await planner.press(asked, yes)
    assert await found(planner, deadline_on=dt.date(2026, 11, 27)) == OVERDUE
    await planner.tell("/undo", lang=language)
    assert await found(planner, deadline_on=dt.date(2026, 11, 27)) == set()
    await planner.tell(old, lang=language)
    assert await found(planner, status="dropped") == OLD
    await planner.tell("/undo", lang=language)
    await planner.tell(numbers, lang=language)
    assert await found(planner, status="dropped") == {"Pay the bill", "Send the offer", "Buy paper"}
    await planner.tell("/undo", lang=language)
    assert await found(planner, status="dropped") == set()


async def test_several_numbers_are_done_and_moved(planner: Planner) -> None:
    await opened(planner, "en")
    await planner.tell("#101 #102 done")
    assert await found(planner, status="done") == {"Pay the bill", "Send the offer"}
    await planner.tell("move #103 and #104 to Friday")
    assert await found(planner, deadline_on=dt.date(2026, 11, 27)) == {"Buy paper", "File the papers"}


async def test_a_button_of_lists_moves_or_drops_with_one_undo(planner: Planner) -> None:
    await opened(planner, "en")
    for asked in ("/today", "what is overdue?"):
        listed = await planner.tell(asked)
        assert "All overdue → tomorrow" in listed.labels
        moved = await planner.press(listed, "All overdue → tomorrow")
        assert "5 tasks → tomorrow" in moved.text
        assert await found(planner, deadline_on=dt.date(2026, 11, 24)) == OVERDUE
        await planner.press(moved, "Undo")
        assert await found(planner, deadline_on=dt.date(2026, 11, 24)) == set()
    dropped = await planner.press(await planner.tell("/today"), "Drop all older than two weeks")
    assert await found(planner, status="dropped") == OLD
    await planner.press(dropped, "Undo")
    assert await found(planner, status="dropped") == set()


async def test_a_button_of_the_morning_does_so_too(planner: Planner) -> None:
    await opened(planner, "en")
    clock.set_to(MONDAY.replace(day=24, hour=7, minute=1))
    await settled_run(planner, 24)
    digest = (await digests(planner))[-1]
    moved = await planner.press(digest, "All overdue → tomorrow")
    assert "5 tasks → tomorrow" in moved.text
    assert await found(planner, deadline_on=dt.date(2026, 11, 25)) == OVERDUE | {"Call Anna"}
    await planner.press(moved, "Undo")
    assert await found(planner, deadline_on=dt.date(2026, 11, 25)) == {"Call Anna"}


async def test_the_list_asks_whether_the_past_happened(planner: Planner) -> None:
    await opened(planner, "en")
    card = await planner.press(await planner.tell("/today"), "Past: did it happen?")
    assert card.labels[:3] == ["1 Yes", "Missed", "Move"]
    card = await planner.press(card, "Missed")
    assert await found(planner, status="missed") == {"Dentist"}
    card = await planner.press(card, "Undo")
    card = await planner.press(card, "Move")
    card = await planner.press(card, "Wed 25 Nov")
    assert await found(planner, deadline_at=dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)) == {"Dentist"}
