"""With a key: the model reads; when it is away nothing is lost, and it looks again when it is back."""

import asyncio
import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.deferred_read import DeferredRead
from models.tables.model_call import ModelCall
from models.tables.operation import Operation
from models.tables.task import Task
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner, Stores
from tests.stories.model_answers import creation

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
VOICE = b"OggS" + bytes(200)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def tasks(planner: Planner) -> list[Task]:
    return await planner.rows(select(Task).order_by(col(Task.number)))


async def test_the_model_reads_and_code_computes_the_date(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.openai.answer(
            "offer", {"actions": [creation("Send the offer", "by next Friday", minutes=45)]}
        )
        await planner.tell("/start")
        card = await planner.tell("the offer thing, by next Friday, 45 minutes I guess")
        [task] = await tasks(planner)
        assert (task.title, task.deadline_on, task.estimate_minutes) == (
            "Send the offer",
            dt.date(2026, 12, 4),
            45,
        )
        assert "by Fri 4 Dec · 45 min" in card.text
        assert "Read by rules" not in card.text
        [call] = await planner.rows(select(ModelCall).where(ModelCall.purpose == "reading"))
        assert (call.state, call.reserved_micros) == ("settled", 0)
        assert call.cost_micros > 0
        usage = await planner.tell("/usage")
        assert "reading messages" in usage.text


async def test_a_model_that_is_away_is_made_up_for_by_rules_and_looks_again(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await planner.openai.inject("chat", "error", code=500, times=None)
        card = await planner.tell("Send the offer by Friday")
        assert "I will look again when it does" in card.text
        assert [task.deadline_on for task in await tasks(planner)] == [dt.date(2026, 11, 27)]
        await planner.openai.reset()
        await planner.openai.answer("offer", {"actions": [creation("Send the offer", "by Thursday")]})
        # `answer` planted a Thursday where the words say Friday: our calendar reads the model's words.
        clock.set_to(MONDAY + dt.timedelta(minutes=5))
        await planner.eventually(select(DeferredRead).where(DeferredRead.state == "settled"))
        await planner.settled()
        again = await planner.telegram.message(card.id)
        assert "Read again: by Fri 27 Nov → by Thu 26 Nov" in again.text
        assert [task.deadline_on for task in await tasks(planner)] == [dt.date(2026, 11, 26)]
        await planner.press(again, "Keep mine")
        assert [task.deadline_on for task in await tasks(planner)] == [dt.date(2026, 11, 27)]
        [late] = await planner.rows(select(DeferredRead))
        assert (late.text, late.sound) == (None, None)


async def test_a_second_reading_never_overrides_a_person(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await planner.openai.inject("chat", "error", code=500, times=None)
        card = await planner.tell("Send the offer by Friday")
        for label in ("Edit", "Deadline", "tomorrow"):
            card = await planner.press(card, label)
        await planner.openai.reset()
        await planner.openai.answer(
            "offer", {"actions": [creation("Send the offer", "by Thursday", minutes=20)]}
        )
        clock.set_to(MONDAY + dt.timedelta(minutes=5))
        await planner.eventually(select(DeferredRead).where(DeferredRead.state == "settled"))
        [task] = await tasks(planner)
        assert (task.deadline_on, task.estimate_minutes) == (dt.date(2026, 11, 24), 20)


async def test_a_second_reading_that_differs_altogether_leaves_alone_what_a_person_changed(
    stores: Stores,
) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await planner.openai.inject("chat", "error", code=500, times=None)
        card = await planner.tell("Send the offer and the samples by Friday")
        for label in ("Edit", "Deadline", "tomorrow"):
            card = await planner.press(card, label)
        before = [(task.title, task.deadline_on, task.status) for task in await tasks(planner)]
        await planner.openai.reset()
        both = [creation("Send the offer", "by Friday"), creation("Send the samples", "by Friday")]
        await planner.openai.answer("offer", {"actions": both})
        clock.set_to(MONDAY + dt.timedelta(minutes=5))
        await planner.eventually(select(DeferredRead).where(DeferredRead.state == "settled"))
        await planner.settled()
        assert [(task.title, task.deadline_on, task.status) for task in await tasks(planner)] == before
        assert "you have changed it since" in (await planner.telegram.message(card.id)).text


async def test_an_edit_while_the_model_is_away_is_what_it_reads_later(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await planner.openai.inject("chat", "error", code=500, times=None)
        said = await planner.telegram.say("Send the offer by Friday")
        await planner.settled()
        await planner.telegram.edit(said.id, "Send the offer by Wednesday")
        await planner.settled()
        assert [task.deadline_on for task in await tasks(planner)] == [dt.date(2026, 11, 25)]
        await planner.openai.reset()
        await planner.openai.answer("Friday", {"actions": [creation("Send the offer", "by Friday")]})
        await planner.openai.answer("Wednesday", {"actions": [creation("Send the offer", "by Wednesday")]})
        clock.set_to(MONDAY + dt.timedelta(minutes=5))
        waiting = select(DeferredRead).where(DeferredRead.state == "waiting")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await planner.rows(waiting):
                await planner.tick()
        assert [task.deadline_on for task in await tasks(planner)] == [dt.date(2026, 11, 25)]
        asked = [str(call["body"]) for call in await planner.openai.calls("chat")]
        assert not any("by Friday" in body for body in asked)


async def test_a_voice_note_is_heard_with_the_workspace_s_names(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.tell("/business Repair: spindle")
        await planner.openai.transcript("send the offer by friday")
        said = await planner.telegram.send_voice(VOICE, duration=3)
        [card] = await planner.answers(said)
        assert card.text.startswith("send the offer by friday")
        assert [task.title for task in await tasks(planner)] == ["Send the offer"]
        [call] = await planner.openai.calls("transcriptions")
        assert "spindle" in str(call["body"])


async def test_a_voice_note_waits_for_a_model_that_is_away(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.openai.inject("transcriptions", "error", code=503, times=None)
        said = await planner.telegram.send_voice(VOICE, duration=3)
        [answer] = await planner.answers(said)
        assert "Your recording is saved" in answer.text
        await planner.openai.reset()
        await planner.openai.transcript("send the offer by friday")
        clock.set_to(MONDAY + dt.timedelta(minutes=5))
        await planner.eventually(select(Task))
        await planner.settled()
        assert "Send the offer" in (await planner.answers(said))[-1].text


async def test_the_cap_is_told_once_and_rules_go_on(stores: Stores) -> None:
    async with Planner.running(
        stores, with_model=True, understanding="openai", budget_day_usd=0.000001
    ) as planner:
        await planner.tell("/start")
        first = await planner.telegram.say("Send the offer by Friday")
        assert [("Read by rules" in a.text, "budget" in a.text) for a in await planner.answers(first)] == [
            (True, True),
            (False, True),
        ]
        second = await planner.telegram.say("Call the bank tomorrow")
        assert len(await planner.answers(second)) == 1
        assert await planner.openai.calls("chat") == []
        assert {operation.degraded for operation in await planner.rows(select(Operation))} == {"over_budget"}
