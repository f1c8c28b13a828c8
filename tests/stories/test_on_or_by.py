"""A task happens on its day, or must be done by then: read from the words, kept, shown, and changed by tap or words."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from tests.planner import Planner

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def timings(planner: Planner) -> dict[str, str | None]:
    rows = await planner.rows(select(Task).where(Task.status == "open").order_by(col(Task.number)))
    return {task.title: task.timing for task in rows}


async def test_the_words_decide_and_the_card_and_the_lists_tell_them_apart(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Tasting on Friday at 2 pm, 2 hours. Send the offer by Friday. Buy paper")
    assert "Fri 27 Nov 14:00–16:00" in card.text
    assert "by Fri 27 Nov" in card.text
    assert await timings(planner) == {"Tasting": "on", "Send the offer": "by", "Buy paper": None}
    await planner.tell("Pay the rent by Thursday at noon")
    week = (await planner.tell("/week")).text
    assert "14:00  Tasting" in week
    assert "by 12:00  Pay the rent" in week
    for asked in ("/find offer", "/done"):
        assert "by Fri 27 Nov" in (await planner.tell(asked)).text, asked


async def test_a_tap_and_words_in_a_reply_change_it_and_undo_brings_it_back(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Send the offer by Friday")
    for label in ("Edit", "Deadline", "Thu 26 Nov"):
        card = await planner.press(card, label)
    assert "by Fri 27 Nov → by Thu 26 Nov" in card.text
    card = await planner.press(card, "Undo this change")
    for label in ("Edit", "Day or deadline", "On that day"):
        card = await planner.press(card, label)
    assert "By then → On that day" in card.text
    assert "by Fri" not in card.text
    assert await timings(planner) == {"Send the offer": "on"}
    card = await planner.press(card, "Undo this change")
    assert "by Fri 27 Nov" in card.text
    await planner.tell("on Friday, not by Friday", reply_to=card.id)
    assert await timings(planner) == {"Send the offer": "on"}
    await planner.tell("it's a deadline", reply_to=card.id)
    assert await timings(planner) == {"Send the offer": "by"}
    await planner.tell("no deadline", reply_to=card.id)
    assert await timings(planner) == {"Send the offer": None}
    await planner.tell("undo")
    assert await timings(planner) == {"Send the offer": "by"}


async def test_a_moved_task_keeps_it_and_by_makes_it_a_deadline(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Tasting on Friday at 2 pm")
    await planner.tell("move the tasting to Thursday")
    assert await timings(planner) == {"Tasting": "on"}
    await planner.tell("by Wednesday", reply_to=card.id)
    assert await timings(planner) == {"Tasting": "by"}


async def test_an_edited_message_sets_it_anew(planner: Planner) -> None:
    await planner.tell("/start")
    said = await planner.telegram.say("Tasting on Friday")
    await planner.answers(said)
    await planner.telegram.edit(said.id, "Tasting by Friday")
    await planner.settled()
    assert await timings(planner) == {"Tasting": "by"}


async def test_the_next_task_of_a_series_has_it_too(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Send the report every Friday by noon")
    card = await planner.tell("Stand-up every Tuesday at 10:00")
    assert await timings(planner) == {"Send the report": "by", "Stand-up": "on"}
    await planner.press(card, "✓ Done")
    following = select(Task).where(Task.title == "Stand-up", Task.status == "open")
    (after,) = await planner.eventually(following)
    assert (after.timing, after.deadline_on) == ("on", dt.date(2026, 12, 1))
