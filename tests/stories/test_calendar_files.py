"""An .ics file that somebody sends is offered as appointments: all, some or none of them, with one undo."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from tests.calendar_server import calendar_file
from tests.planner import MessageView, Planner

MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
BERLIN = "TZID=Europe/Berlin"
BANK = f"DTSTART;{BERLIN}:20261127T140000\nDTEND;{BERLIN}:20261127T150000\nSUMMARY:Bank <Novak>"
FAIR = "DTSTART;VALUE=DATE:20261130\nDTEND;VALUE=DATE:20261201\nSUMMARY:Trade fair"
WEEKLY = f"DTSTART;{BERLIN}:20260901T090000\nDTEND;{BERLIN}:20260901T093000\nRRULE:FREQ=WEEKLY;BYDAY=TU\nSUMMARY:Stand-up"
ODD = f"DTSTART;{BERLIN}:20260131T170000\nDTEND;{BERLIN}:20260131T180000\nRRULE:FREQ=MONTHLY\nSUMMARY:Stock-taking"
OVER = f"DTSTART;{BERLIN}:20260101T140000\nDTEND;{BERLIN}:20260101T150000\nSUMMARY:Last year"
CALLED_OFF = f"{BANK}\nSTATUS:CANCELLED"


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def sent(planner: Planner, content: bytes, caption: str = "") -> MessageView:
    said = await planner.telegram.send_file(
        "document", content, file_name="events.ICS", mime_type="application/octet-stream", caption=caption
    )
    return (await planner.answers(said))[-1]


async def tasks(planner: Planner) -> dict[str, Task]:
    rows = await planner.rows(select(Task).where(Task.status == "open").order_by(col(Task.number)))
    return {task.title: task for task in rows}


async def begun(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/timezone Berlin")


async def test_all_of_it_becomes_appointments_and_series_and_one_undo_takes_them_back(
    planner: Planner,
) -> None:
    await begun(planner)
    card = await sent(planner, calendar_file(BANK, FAIR, WEEKLY, ODD, OVER, CALLED_OFF))
    assert card.text.splitlines()[1:] == [
        "· tomorrow 09:00–09:30  Stand-up (every Tuesday)",
        "· Fri 27 Nov 14:00–15:00  Bank <Novak>",
        "· Mon 30 Nov  Trade fair",
        "· Thu 31 Dec 17:00–18:00  Stock-taking (repeats in a way I cannot follow: only this one)",
        "1 more is over, called off, or could not be read.",
    ]  # fmt: skip
    assert await tasks(planner) == {}
    card = await planner.press(card, "Add all")
    made = await tasks(planner)
    assert set(made) == {"Bank <Novak>", "Trade fair", "Stand-up", "Stock-taking"}
    bank, standup = made["Bank <Novak>"], made["Stand-up"]
    assert (bank.deadline_at, bank.timing, bank.estimate_minutes) == (
        dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC),
        "on",
        60,
    )
    assert (standup.recurrence, standup.deadline_on) == ("FREQ=WEEKLY;BYDAY=TU", dt.date(2026, 11, 24))
    assert (made["Trade fair"].deadline_at, made["Trade fair"].timing) == (None, "on")
    assert made["Stock-taking"].recurrence is None
    again = await planner.press(await sent(planner, calendar_file(BANK)), "Add all")
    assert "was there already" in again.text
    assert len(await tasks(planner)) == 4
    await planner.press(card, "Undo")
    assert await tasks(planner) == {}


async def test_single_ones_are_chosen_and_the_rest_is_left(planner: Planner) -> None:
    await begun(planner)
    await planner.tell("/language ru")
    card = await sent(planner, calendar_file(BANK, FAIR))
    card = await planner.press(card, "Выбрать")
    card = await planner.press(card, "+ Trade fair")
    assert "✓ пн, 30 ноября  Trade fair" in card.text
    assert set(await tasks(planner)) == {"Trade fair"}
    card = await planner.press(card, "Больше ничего")
    assert set(await tasks(planner)) == {"Trade fair"}
    await planner.tell("отмени")
    assert await tasks(planner) == {}


async def test_nothing_is_added_where_nothing_is_wanted_or_readable(planner: Planner) -> None:
    await begun(planner)
    card = await planner.press(await sent(planner, calendar_file(BANK)), "None")
    assert "Nothing more was added" in card.text
    assert "nothing to come" in (await sent(planner, calendar_file(OVER))).text
    assert "no calendar file" in (await sent(planner, b"%PDF-1.7")).text
    assert "up to 1 MB" in (await sent(planner, b"x" * 1_000_001)).text
    assert await tasks(planner) == {}
    many = [BANK.replace("Bank <Novak>", f"Visit {n}") for n in range(60)]
    assert "48 more" in (await sent(planner, calendar_file(*many))).text


async def test_a_caption_is_read_as_well(planner: Planner) -> None:
    await begun(planner)
    card = await sent(planner, calendar_file(BANK), "Call Oleg tomorrow about the fair")
    assert card.text.startswith("In this calendar file:")
    assert set(await tasks(planner)) == {"Call Oleg about the fair"}
