"""Undo takes one whole operation back, keeps what a person changed since, and says so; deleting needs no question."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from tests.planner import Planner

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
TODAY, TOMORROW = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def tasks(planner: Planner) -> dict[str, tuple[str, dt.date | None]]:
    found = await planner.rows(select(Task).order_by(col(Task.number)))
    return {task.title: (task.status, task.deadline_on) for task in found}


async def test_a_mass_reschedule_is_taken_back_but_for_what_was_changed_since(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Today: order hinges, grease the gate, sweep the yard")
    moved = await planner.tell("move everything due today to tomorrow")
    assert {day for _, day in (await tasks(planner)).values()} == {TOMORROW}
    await planner.tell("move the gate to Friday")
    undone = await planner.press(moved, "Undo")
    assert await tasks(planner) == {
        "Order hinges": ("open", TODAY),
        "Grease the gate": ("open", dt.date(2026, 11, 27)),
        "Sweep the yard": ("open", TODAY),
    }
    assert "Left as it is, because it has been changed since: “Grease the gate”" in undone.text


async def test_undo_on_a_card_goes_back_step_by_step(planner: Planner) -> None:
    """First the tick, then all tasks of the message, but for one that was moved in words since."""
    await planner.tell("/start", lang="ru")
    card = await planner.tell("Сегодня: заказать петли, смазать ворота, подмести двор", lang="ru")
    await planner.press(card, "✓ 2")
    back = await planner.press(card, "Отменить")
    assert {status for status, _ in (await tasks(planner)).values()} == {"open"}
    assert "✓ 2" in back.labels
    await planner.tell("перенеси ворота на пятницу")
    undone = await planner.press(card, "Отменить")
    states = {title: status for title, (status, _) in (await tasks(planner)).items()}
    assert states == {"Заказать петли": "dropped", "Смазать ворота": "open", "Подмести двор": "dropped"}
    assert "«Смазать ворота»" in undone.text


async def test_deleting_asks_nothing_because_it_can_be_undone(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("Order hinges by Friday")
    gone = await planner.tell("delete the hinges task")
    assert (await tasks(planner))["Order hinges"][0] == "dropped"
    await planner.press(gone, "Undo")
    assert (await tasks(planner))["Order hinges"] == ("open", dt.date(2026, 11, 27))
