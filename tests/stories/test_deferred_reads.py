"""What waited for the model is read as it was said: the card it answered, the forward, the world; and done once."""

import asyncio
import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.business import Business
from models.tables.deferred_read import DeferredRead
from models.tables.note import Note
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


async def back_again(planner: Planner) -> None:
    """The model answers, five minutes later; everything that waited is settled."""
    clock.set_to(MONDAY + dt.timedelta(minutes=5))
    waiting = select(DeferredRead).where(DeferredRead.state == "waiting")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await planner.rows(waiting):
            await planner.tick()
    await planner.settled()


async def test_a_recording_that_answers_a_card_still_means_its_task_later(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        card = await planner.tell("Send the offer by Wednesday")
        await planner.tell("Call the bank tomorrow")
        await planner.openai.inject("transcriptions", "error", code=503, times=None)
        await planner.telegram.send_file("voice", VOICE, mime_type="audio/ogg", duration=3, reply_to=card.id)
        await planner.settled()
        await planner.openai.reset()
        await planner.openai.transcript("make it friday")
        await back_again(planner)
        assert [(task.title, task.deadline_on) for task in await tasks(planner)] == [
            ("Send the offer", dt.date(2026, 11, 27)),
            ("Call the bank", dt.date(2026, 11, 24)),
        ]


async def test_a_recording_about_the_world_changes_the_world_later(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.openai.inject("transcriptions", "error", code=503, times=None)
        await planner.telegram.send_voice(VOICE, duration=3)
        await planner.settled()
        await planner.openai.reset()
        await planner.openai.transcript("we have a new business called night market keywords stalls lamps")
        await back_again(planner)
        assert [firm.name for firm in await planner.rows(select(Business))] == ["Night market"]
        assert await tasks(planner) == []


async def test_a_forwarded_recording_changes_nothing_of_ours_later_either(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.tell("Send the offer by Wednesday")
        theirs = await planner.telegram.send_voice(VOICE, duration=3, user=4242)
        await planner.settled()
        await planner.openai.inject("transcriptions", "error", code=503, times=None)
        await planner.telegram.forward(theirs.id, theirs.chat)
        await planner.settled()
        await planner.openai.reset()
        await planner.openai.transcript("new business hacked keywords all")
        await back_again(planner)
        assert await planner.rows(select(Business)) == []


async def test_what_rules_changed_or_answered_is_not_done_a_second_time(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await planner.openai.answer("offer", {"actions": [creation("Send the offer", "by Wednesday")]})
        card = await planner.tell("Send the offer by Wednesday")
        await planner.openai.inject("chat", "error", code=500, times=None)
        moved = await planner.tell("make it Friday", reply_to=card.id)
        assert "I will look again" not in moved.text
        asked = await planner.telegram.say("what is there on Friday?")
        await planner.settled()
        answered = await planner.answers(asked)
        await planner.openai.reset()
        await back_again(planner)
        assert [task.deadline_on for task in await tasks(planner)] == [dt.date(2026, 11, 27)]
        assert await planner.rows(select(Note)) == []
        assert await planner.answers(asked) == answered


async def test_an_answer_that_rules_misread_is_read_again_with_its_card(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await planner.openai.answer("offer", {"actions": [creation("Send the offer", "by Wednesday")]})
        card = await planner.tell("Send the offer by Wednesday")
        await planner.openai.inject("chat", "error", code=500, times=None)
        guessed = await planner.tell("Phone the courier, no rush at all", reply_to=card.id)
        assert "I will look again" in guessed.text
        await planner.openai.reset()
        meant = {"kind": "update", "task": "T1", "field": "priority", "value": "3"}
        await planner.openai.answer("no rush at all", {"actions": [meant]})
        await back_again(planner)
        asked = [str(call["body"]) for call in await planner.openai.calls("chat")]
        assert any("THE MESSAGE REPLIES TO T1" in body and "no rush at all" in body for body in asked)
        offer, guess = await tasks(planner)
        assert (offer.priority, offer.status, guess.status) == (3, "open", "dropped")


async def test_an_edited_caption_corrects_its_own_task(stores: Stores) -> None:
    async with Planner.running(stores) as planner:
        await planner.tell("/start")
        said = await planner.telegram.send_file(
            "document", b"%PDF-1.7", mime_type="application/pdf", caption="Pay this invoice by Wednesday"
        )
        await planner.settled()
        await planner.telegram.edit(said.id, "Pay this invoice by Friday, urgent")
        await planner.settled()
        assert [(task.deadline_on, task.priority) for task in await tasks(planner)] == [
            (dt.date(2026, 11, 27), 1)
        ]
