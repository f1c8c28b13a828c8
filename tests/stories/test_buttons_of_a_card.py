"""Every button of a card followed by every other one, undo and redo step by step, and cards that are gone or out of date."""

import datetime as dt

import httpx
import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.planner import Planner


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def statuses(planner: Planner) -> list[str]:
    return [task.status for task in await planner.rows(select(Task).order_by(col(Task.number)))]


async def as_now(planner: Planner, card: MessageView) -> MessageView:
    return await planner.telegram.message(card.id, card.chat)


async def delete(planner: Planner, card: MessageView) -> None:
    """Take a message out of the chat, as its reader would."""
    token = planner.settings.telegram_bot_token
    assert token is not None
    address = f"{planner.settings.telegram_api_base_url}{token.get_secret_value()}/deleteMessage"
    async with httpx.AsyncClient() as client:
        answer = await client.post(address, json={"chat_id": card.chat, "message_id": card.id})
    assert answer.json()["ok"], answer.text


PAIRS = {
    ("✓ Done", "Undo"): "open",
    ("Undo", "Undo"): "dropped",
    ("Edit", "‹ Back"): "open",
    ("✓ Done", "Undo", "✓ Done"): "done",
    ("✓ Done", "Undo", "Undo"): "dropped",
    ("Edit", "‹ Back", "Undo"): "dropped",
    ("Edit", "‹ Back", "✓ Done"): "done",
    ("Edit", "Priority", "urgent", "Undo"): "open",
    ("Edit", "Priority", "urgent", "✓ Done", "Undo"): "open",
    ("Edit", "Priority", "urgent", "✓ Done", "Undo", "Undo", "Undo"): "dropped",
}


async def test_each_button_after_each_other_one_does_what_it_says(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    for number, (presses, ends) in enumerate(PAIRS.items()):
        card = await planner.tell(f"Order part {number} by Friday")
        for label in presses:
            card = await as_now(planner, card)
            if label in card.labels:
                card = await planner.press(card, label)
        assert (await statuses(planner))[-1] == ends, presses
        assert "expired" not in card.text, presses
        assert "Left as it is" not in card.text, presses


async def test_undo_goes_back_and_redo_forth_and_each_says_what_it_did(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    await planner.tell("Order hinges by Friday")
    await planner.tell("move the hinges to Monday")
    await planner.tell("/done 1")

    async def says(words: str) -> tuple[str, list[str]]:
        return (await planner.tell(words)).text, await statuses(planner)

    text, now = await says("/undo")
    assert "open again" in text
    assert "Order hinges" in text
    assert now == ["open"]
    assert "former date" in (await says("undo"))[0]
    text, now = await says("undo that")
    assert "not in your list" in text
    assert now == ["dropped"]
    assert (await says("redo"))[1] == ["open"]
    assert "Mon 30 Nov" in (await says("/redo"))[0]
    assert (await says("undo the undo"))[1] == ["done"]
    assert "no undo" in (await says("/redo"))[0]
    assert (await says("undo"))[1] == ["open"]
    # Right after an undo "put it back" is the opposite of it, otherwise it is one.
    assert (await says("put it back"))[1] == ["done"]
    assert (await says("put it back"))[1] == ["open"]
    await planner.tell("/language ru")
    assert "снова в списке" in (await says("удали #1") and await says("верни как было"))[0]
    assert (await says("повтори отменённое"))[1] == ["dropped"]
    assert "снова в списке" in (await says("отмени"))[0]
    text, now = await says("верни обратно")
    assert "Вернул то, что было отменено" in text
    assert now == ["dropped"]


async def test_a_redo_keeps_what_was_changed_since_the_undo(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    await planner.tell("Order hinges by Friday")
    await planner.tell("move the hinges to Monday")
    await planner.tell("/undo")
    await planner.tell("move the hinges to Tuesday")
    redone = await planner.tell("/redo")
    assert "Left as it is" in redone.text
    [task] = await planner.rows(select(Task))
    assert task.deadline_on == dt.date(2026, 11, 24)


async def test_a_card_that_is_gone_is_answered_anew_and_an_old_one_is_refreshed(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    said = await planner.telegram.say("Order hinges by Friday")
    [card] = await planner.answers(said)
    await planner.tell("/done 1")
    assert "✓ Order hinges" in (await as_now(planner, card)).text
    await planner.tell("/undo")
    assert "by Fri 27 Nov" in (await as_now(planner, card)).text
    # A button of one card shows on the others.
    other = await planner.tell("hinges are urgent")
    await planner.press(other, "✓ Done")
    assert "✓" in (await as_now(planner, card)).text
    await planner.press(other, "Undo")
    assert "✓" not in (await as_now(planner, card)).text
    said = await planner.telegram.say("Paint the gate on Thursday")
    [card] = await planner.answers(said)
    await delete(planner, card)
    await planner.telegram.edit(said.id, "Paint the big gate on Thursday")
    await planner.settled()
    newest = (await planner.telegram.messages())[-1]
    assert "Paint the big gate" in newest.text
    await planner.telegram.edit(said.id, "Paint the small gate on Thursday")
    await planner.settled()
    assert "Paint the small gate" in (await as_now(planner, newest)).text
    states = await planner.rows(select(OutboundMessage.state).distinct())
    assert set(states) <= {"sent", "failed"}


async def test_an_edit_without_a_change_does_nothing(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    said = await planner.telegram.say("Order hinges by Friday")
    [card] = await planner.answers(said)
    await planner.press(card, "✓ Done")
    before = len(await planner.telegram.calls()), await planner.rows(select(Operation.id))
    await planner.telegram.edit(said.id, "Order hinges by Friday")
    await planner.settled()
    assert (len(await planner.telegram.calls()), await planner.rows(select(Operation.id))) == before
    await planner.telegram.edit(said.id, "Order hinges by Friday, never mind")
    await planner.telegram.edit(said.id, "Order hinges by Friday")
    await planner.settled()
    assert "open" in await statuses(planner)
