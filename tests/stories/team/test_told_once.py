"""Each side is told once: at the right hour, everything of a moment together, and never after it was taken back."""

import datetime as dt

import pytest
from sqlmodel import select

from models.tables.assignment import AssignmentNotice
from models.tables.chat import Chat
from models.tables.outbox import OutboundMessage
from tests.patience import until
from tests.planner import Planner
from tests.stories.schedules.schedule_steps import berlin, go_to
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


@pytest.fixture(autouse=True)
def at_ten_on_a_monday() -> None:
    go_to(MONDAY_10)


async def test_several_tasks_are_one_message_and_ten_reports_another(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Josh:\n- fix the spindle by Friday\n- polish the shaft\n- order bearings")
    offer = await last(planner, JOSH)
    assert offer.text.splitlines()[0] == "From Anna, 3 tasks:"
    assert offer.labels == ["Accept all", "1  Fix the spindle", "2  Polish the shaft", "3  Order bearings"]
    one = await planner.press(offer, "2  Polish the shaft", user=JOSH)
    refused = await planner.press(one, "Can't", user=JOSH)
    assert "You can't. Anna is told" in refused.text
    taken = await planner.press(refused, "Accept all", user=JOSH)
    assert sorted((await states(planner)).values()) == ["accepted", "accepted", "refused"]
    assert taken.text.count("✓ Accepted") == 2
    before = await last(planner)
    for words in ("#1 is done, took 2 hours", "#3 is done, took 10 minutes"):
        await planner.tell(words, user=JOSH)
    await later(planner, minutes=15)
    told = await heard(planner, 1001, before)
    assert told == [
        "Josh can't do “Polish the shaft”",
        "2 tasks are done:\n✓ Josh: Fix the spindle · 2 h\n✓ Josh: Order bearings · 10 min",
    ]
    await planner.tell("undo", user=JOSH)
    await later(planner, minutes=2)
    assert (await last(planner)).text.startswith(
        "Josh: not done yet after all, open again:\nRepair: Order bearings"
    )
    assert (await notices(planner))["undone", "Anna"] == 1


async def test_changes_of_a_minute_are_one_message_and_what_is_taken_back_none(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Josh, fix the spindle by Friday")
    offer = await last(planner, JOSH)
    await planner.tell("move the spindle to Thursday")
    await planner.tell("rename #1 to Fix both spindles")
    await later(planner, minutes=2)
    assert await heard(planner, JOSH, offer) == [
        "Changed by Anna:\nFix the spindle → Repair: Fix both spindles, by Thu 26 Nov"
    ]
    await planner.tell("move #1 to Friday")
    await planner.tell("undo")
    await planner.tell("Josh, sweep the yard")
    swept = await last(planner, JOSH)
    await planner.tell("drop #2")
    await later(planner, minutes=5)
    assert await heard(planner, JOSH, swept) == ["“Sweep the yard” is no longer needed."]
    # What the owner gives herself is told to nobody; what a member gives her is told to her.
    seen = await last(planner)
    await planner.tell("I'll pay the rent tomorrow")
    await planner.tell("Anna, sign the lease tomorrow", user=JOSH)
    assert (await last(planner)).text.startswith("From Josh · ")
    assert len(await heard(planner, 1001, seen)) == 2


async def test_within_working_hours_unless_it_is_urgent(planner: Planner) -> None:
    await joined_team(planner)
    go_to(berlin(28, 11))
    seen = await last(planner, JOSH)
    await planner.tell("Josh, fix the spindle by Friday")
    await planner.tell("Josh, sweep the yard")
    await planner.tell("undo")
    assert await heard(planner, JOSH, seen) == []
    await planner.tell("urgent: Josh, shut the water off today")
    [urgent] = await heard(planner, JOSH, seen)
    assert "❗ Shut the water off" in urgent
    go_to(berlin(30, 9))
    told = [text for text in await heard(planner, JOSH, seen) if text.startswith("From Anna")]
    assert len(told) == 2
    assert told[1].startswith("From Anna · Repair: Fix the spindle")


async def test_the_silent_are_asked_once_and_then_stand_in_the_digest(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("Josh, fix the spindle by 4 December")
    offer, seen = await last(planner, JOSH), await last(planner)
    go_to(berlin(24, 8, 59))
    assert await heard(planner, JOSH, offer) == []
    go_to(berlin(24, 9))
    [nudge] = await heard(planner, JOSH, offer)
    assert nudge.startswith("An answer is still missing:\nFrom Anna · Repair: Fix the spindle")
    go_to(berlin(26, 9))
    assert (await notices(planner))["nudge", "Josh"] == 1

    async def digests_with_waiting() -> list[str]:
        return [text for text in await heard(planner, 1001, seen) if "Waiting on" in text]

    digests = await until(digests_with_waiting, what="the digest")
    assert "Josh: Fix the spindle" in digests[-1]
    assert digests[-1].endswith("no answer yet")
    await planner.tell("/nudge off")
    await planner.tell("Josh, sweep the yard")
    go_to(berlin(30, 12))
    await planner.settled()
    assert (await notices(planner))["nudge", "Josh"] == 1
    said = await planner.telegram.say("/nudge 4")
    assert any("4 hours" in answer.text for answer in await planner.answers(said))
    await planner.tell("Josh, paint the gate")
    go_to(berlin(30, 16, 30))
    await planner.settled()
    assert (await notices(planner))["nudge", "Josh"] == 2


async def test_whoever_is_not_reached_is_told_to_the_owner(planner: Planner) -> None:
    await joined_team(planner)
    await planner.telegram.block(user=JOSH)
    await planner.tell("Josh, fix the spindle by Friday")
    told = await last(planner)
    assert told.text.startswith("Josh has blocked me, so my messages do not arrive.")
    assert told.labels == ["Accepted", "Refused", "✓ Done"]
    marked = await planner.press(told, "Accepted")
    assert marked.text.endswith("✓ Accepted")
    await planner.tell("/team Vera: Repair")
    card = await planner.tell("Vera paints the sign by Friday")
    assert "Vera has not joined: text to forward" in card.labels
    text = await planner.press(card, "Vera has not joined: text to forward")
    assert "Repair: Paint the sign, by Fri 27 Nov" in text.text or "paints" in text.text.lower()
    back = await planner.press(text, "Refused")
    assert back.labels == ["Give to…", "Mine", "Drop"]
    await planner.press(back, "Drop")
    assert (await task(planner, 2)).status == "dropped"


async def test_nothing_crosses_between_businesses(planner: Planner) -> None:
    await joined_team(planner)
    await planner.tell("/business Vault: gold")
    await planner.tell("Josh, count the gold by Friday")
    offer = await last(planner, JOSH)
    # Josh does not work for the Vault: the task is his, whose it is is not told.
    assert "Vault" not in offer.text
    await planner.press(offer, "Can't", user=JOSH)
    await later(planner, minutes=2)
    people = await planner.press(await last(planner), "Give to…")
    await planner.press(people, "Dima")
    await later(planner, minutes=2)
    for user in (JOSH, DIMA):
        assert not any("Vault" in text for text in await heard(planner, user, offer))
    chats = dict(await planner.rows(select(Chat.telegram_id, Chat.member_id)))
    sent = select(AssignmentNotice.member_id, OutboundMessage.chat_telegram_id).join(
        OutboundMessage, OutboundMessage.id == AssignmentNotice.outbound_message_id
    )
    assert all(chats[chat] == member for member, chat in await planner.rows(sent))
    assert dt.date(2026, 11, 27) == (await task(planner, 1)).deadline_on
