"""A task is given, and its executor takes it, cannot do it or proposes another date, by buttons."""

import datetime as dt

import pytest

from tests.planner import Planner
from tests.stories.schedules.schedule_steps import go_to
from tests.stories.team.team_steps import (
    DIMA,
    JOSH,
    MONDAY_10,
    heard,
    joined_team,
    last,
    later,
    notices,
    states,
    task,
)

SPINDLE = "Fix the spindle"


@pytest.fixture(autouse=True)
def at_ten_on_a_monday() -> None:
    go_to(MONDAY_10)


async def test_an_offer_is_told_at_once_and_taken(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Josh, fix the spindle by Friday, 2 hours")
    offer = await last(planner, JOSH)
    assert offer.text == "From Anna · Repair: Fix the spindle, by Fri 27 Nov, 2 h"
    assert offer.labels == ["Accept", "Other date", "Can't", "Ask"]
    taken = await planner.press(offer, "Accept", user=JOSH)
    assert taken.text.endswith("\n\n✓ Accepted")
    assert await states(planner) == {SPINDLE: "accepted"}
    back = await planner.press(taken, "Undo", user=JOSH)
    assert back.labels == offer.labels
    assert await states(planner) == {SPINDLE: "offered"}
    assert await notices(planner) == {("offer", "Josh"): 1}


async def test_another_date_waits_for_the_owner(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Dima, fix the spindle by Friday")
    offer = await last(planner, DIMA)
    assert offer.text == "Поручает Anna · Repair: Fix the spindle, до пт, 27 ноября"
    days = await planner.press(offer, "Другой срок", user=DIMA)
    said = await planner.press(days, "вс, 29 ноября", user=DIMA)
    assert "Вы предлагаете вс, 29 ноября. Решает Anna." in said.text
    asked = await last(planner)
    assert asked.text == "Dima proposes Sun 29 Nov for “Fix the spindle”"
    assert asked.labels == ["Agree", "Another date", "Keep Fri 27 Nov"]
    assert (await task(planner, 1)).deadline_on == dt.date(2026, 11, 27)
    agreed = await planner.press(asked, "Agree")
    assert "Agreed. Dima is told." in agreed.text
    assert (await task(planner, 1)).deadline_on == dt.date(2026, 11, 29)
    told = await last(planner, DIMA)
    assert told.text.startswith(
        "Anna: срок согласован.\nПоручает Anna · Repair: Fix the spindle, до вс, 29 ноября"
    )
    await planner.press(agreed, "Undo")
    assert (await task(planner, 1)).deadline_on == dt.date(2026, 11, 27)
    assert await states(planner) == {SPINDLE: "date_proposed"}
    await later(planner, minutes=5)
    assert (await heard(planner, DIMA, told))[0].startswith("Anna: последний ответ отозван.")
    assert await notices(planner) == {
        ("offer", "Dima"): 1,
        ("date_proposed", "Anna"): 2,
        ("agreed", "Dima"): 1,
        ("taken_back", "Dima"): 1,
    }


async def test_a_refusal_comes_back_with_ways_on(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Josh, fix the spindle by Friday")
    await planner.press(await last(planner, JOSH), "Can't", user=JOSH)
    assert (await task(planner, 1)).status == "open"
    await later(planner, minutes=2)
    back = await last(planner)
    assert back.text == "Josh can't do “Fix the spindle”"
    assert back.labels == ["Give to…", "Mine", "Drop"]
    people = await planner.press(back, "Give to…")
    given = await planner.press(people, "Dima")
    assert "Given to Dima." in given.text
    assert (await last(planner, DIMA)).text.startswith("Поручает Anna")
    await later(planner, minutes=2)
    assert (await last(planner, JOSH)).text == "“Fix the spindle” is now with Dima."
    await planner.press(given, "Undo")
    await later(planner, minutes=2)
    assert (await last(planner, DIMA)).text == "«Fix the spindle» теперь делает Josh."
    assert await notices(planner) == {
        ("offer", "Josh"): 1,
        ("refused", "Anna"): 2,
        ("offer", "Dima"): 1,
        ("withdrawn", "Josh"): 1,
        ("withdrawn", "Dima"): 1,
    }
