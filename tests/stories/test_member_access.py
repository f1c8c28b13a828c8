"""A member speaks of their own tasks and businesses only: by words, by a model that is made to, and by forged taps."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.operation import TaskEvent
from models.tables.task import Task
from tests.planner import Planner, Stores

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
DIMA = 2002


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def prepared(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    await planner.tell("/business Vault: gold")
    await planner.tell("/team Dima: fitter, Repair")
    token = (await planner.tell("/invite Dima")).text.split("?start=")[1].split()[0]
    await planner.tell(f"/start {token}", user=DIMA)
    await planner.tell("Dima, mend the spindle by Friday")
    await planner.tell("Count the gold by Friday")


async def states(planner: Planner) -> dict[str, tuple[str, int]]:
    return {
        task.title: (task.status, task.version)
        for task in await planner.rows(select(Task).order_by(col(Task.number)))
    }


async def test_by_words_and_taps_a_member_changes_what_is_theirs(planner: Planner) -> None:
    await prepared(planner)
    for words in ("move the gold to Monday", "#2 is done"):
        await planner.tell(words, user=DIMA)
    [event] = await planner.rows(
        select(TaskEvent).join(Task, Task.id == TaskEvent.task_id).where(Task.number == 2)
    )
    gold, operation = event.task_id, event.operation_id
    for data in (
        f"done:{gold}:{operation}",
        f"undo:{operation}",
        f"set:{operation}:{gold}:r:1",
        f"edit:{operation}",
    ):
        await planner.forge_callback(user=DIMA, data=data)
    assert (await states(planner))["Count the gold"] == ("open", 1)
    assert not any("Count the gold" in m.text for m in await planner.telegram.messages(DIMA))
    done = await planner.tell("the spindle is mended, took 2 hours", user=DIMA)
    assert "Mend the spindle" in done.text
    made = await planner.tell("order a belt tomorrow", user=DIMA)
    # The one business Dima works for; nobody asks about the others.
    assert made.text.startswith("Order a belt\nRepair")
    assert "Vault" not in str(made.labels)
    await planner.tell("#2 is done")
    assert (await states(planner))["Count the gold"][0] == "done"


async def test_the_model_is_told_nothing_beyond_a_members_reach(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await prepared(planner)
        planner.settings.understanding = "openai"
        await planner.stop_workers()
        planner.start_worker()
        await planner.openai.answer("hello", {"actions": [{"kind": "delete", "task": "T2"}]})
        await planner.tell("hello hello, what is there", user=DIMA)
        bodies = [str(call["body"]) for call in await planner.openai.calls("chat")]
        [asked] = [body for body in bodies if "hello hello" in body]
        assert "Mend the spindle" in asked
        assert "Count the gold" not in asked
        assert "Vault" not in asked
        assert (await states(planner))["Count the gold"] == ("open", 1)
