"""Removed members: they are let in again by a new link or by their name, and nobody else takes their place."""

import asyncio
import datetime as dt
import unicodedata

import pytest
from sqlmodel import col, select

from models.tables.chat import Chat
from models.tables.deferred_read import DeferredRead
from models.tables.member import Member
from models.tables.reminder import Reminder
from models.tables.schedule import Schedule, ScheduleRun
from models.tables.task import Task
from tests.invitation_steps import (
    DIMA,
    OTHER,
    PHONE,
    accounts,
    follow,
    is_let_in,
    joined,
    last_to_owner,
    nothing_failed,
    opened,
    token_in,
)
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner, Stores
from tests.stores import OWNER
from tests.stories.model_answers import creation
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to


@pytest.mark.parametrize("user", [DIMA, OTHER])
async def test_a_removed_member_is_invited_back(planner: Planner, user: int) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    assert not await is_let_in(planner, DIMA)
    offer = await planner.tell("/invite dima")
    assert offer.text.startswith(
        "Dima is in the archive, and will be back on the team when the link is opened."
    )
    assert not await is_let_in(planner, DIMA)
    assert "Hello, Dima" in (await opened(planner, token_in(offer), user)).text
    assert (await accounts(planner))["Dima"] == (user, False, False)
    assert await is_let_in(planner, user)
    assert await is_let_in(planner, DIMA) is (user == DIMA)
    told = (await last_to_owner(planner)).text.startswith("Dima now writes from another Telegram account")
    assert told is (user != DIMA)
    assert len(await planner.rows(select(Chat))) == 2
    assert await nothing_failed(planner)


async def test_a_removed_person_comes_back_under_another_name(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    offer = await planner.tell("/invite Oleg")
    await follow(planner, token_in(offer), DIMA)
    found = await accounts(planner)
    assert (found["Dima"], found["Oleg"]) == ((None, False, True), (DIMA, False, False))
    # And Dima's own row can be somebody else's, beside Oleg.
    await follow(planner, token_in(await planner.tell("/invite Dima")), OTHER)
    assert (await accounts(planner))["Dima"] == (OTHER, False, False)
    assert await is_let_in(planner, DIMA)
    assert await is_let_in(planner, OTHER)
    assert await nothing_failed(planner)


async def test_a_new_phone_may_be_one_that_a_removed_member_had(planner: Planner) -> None:
    await joined(planner)
    await follow(planner, token_in(await planner.tell("/invite Oleg")), PHONE)
    await planner.tell("/team archive Oleg")
    question = await planner.tell("/invite Dima")
    await follow(planner, token_in(await planner.press(question, "New phone")), PHONE)
    found = await accounts(planner)
    assert (found["Dima"], found["Oleg"]) == ((PHONE, False, False), (None, False, True))
    assert await is_let_in(planner, PHONE)
    assert not await is_let_in(planner, DIMA)
    assert await nothing_failed(planner)


async def test_the_name_of_a_removed_member_brings_them_back_by_words(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    for words in (
        "/team Dima",
        "/team DIMA: fitter",
        "/team add dima",
        "add Dima",
        "new employee Dima, fitter",
        "restore Dima from the archive",
        "Dima is our fitter",
    ):
        card = await planner.tell(words)
        assert "Back from the archive. The previous Telegram account has access again." in card.text, words
        assert (await accounts(planner))["Dima"] == (DIMA, False, False)
        assert await is_let_in(planner, DIMA)
        await planner.press(card, "Undo")
        assert (await accounts(planner))["Dima"] == (DIMA, False, True)
        assert not await is_let_in(planner, DIMA)
    assert await nothing_failed(planner)


async def test_the_name_of_a_removed_member_is_not_given_to_another(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team Oleg")
    await planner.tell("/team archive Dima")
    for words in ("/team Oleg -> dima", "/team Oleg: nickname DIMA"):
        assert (await planner.tell(words)).text == "“Dima” is in the archive and keeps the name."
    composed, apart = "Андрей", unicodedata.normalize("NFD", "андрей")
    await planner.tell(f"/team {composed}")
    assert (await planner.tell(f"/team Oleg -> {apart}")).text == f"“{composed}” already exists."
    assert await nothing_failed(planner)


async def test_a_removed_member_hears_no_more_of_the_tasks(planner: Planner) -> None:
    go_to(MONDAY_7)
    await joined(planner)
    await planner.tell("Dima, mend the spindle today at 11:00, remind an hour before")
    go_to(berlin(23, 10))
    await planner.eventually(select(Reminder).where(Reminder.state == "sent"))
    reminder = (await digests(planner, user=DIMA))[-1]
    assert reminder.text.startswith("⏰ Mend the spindle")
    await planner.press(reminder, "1 h", user=DIMA)
    await planner.tell("/team archive Dima")
    heard = len(await planner.telegram.messages(DIMA))
    go_to(berlin(23, 11, 1))
    [skipped] = await planner.eventually(select(Reminder).where(Reminder.state == "skipped"))
    assert (skipped.kind, skipped.reason) == ("snoozed", "removed")
    await planner.tell("Count the gold tomorrow")
    go_to(berlin(24, 8))
    his = select(ScheduleRun).join(Schedule, col(Schedule.id) == col(ScheduleRun.schedule_id))
    his = his.where(Schedule.chat_id == 2, ScheduleRun.local_on == dt.date(2026, 11, 24))
    [run] = await planner.eventually(his.where(ScheduleRun.state == "skipped"))
    assert run.reason == "removed"
    assert len(await planner.telegram.messages(DIMA)) == heard


VOICE = b"OggS" + bytes(200)


async def _waiting_words_of_dima(planner: Planner, words: str) -> None:
    await joined(planner)
    await planner.openai.inject("chat", "error", code=503, times=None)
    await planner.openai.inject("transcriptions", "error", code=503, times=None)
    planner.settings.understanding = "openai"
    await planner.stop_workers()
    planner.start_worker()
    await planner.tell(words, user=DIMA)
    await planner.telegram.send_voice(VOICE, duration=3, user=DIMA)
    await planner.settled()
    assert len(await planner.rows(select(DeferredRead).where(DeferredRead.state == "waiting"))) == 2


async def _end_of_waiting(planner: Planner) -> list[DeferredRead]:
    go_to(MONDAY_7 + dt.timedelta(minutes=5))
    waiting = select(DeferredRead).where(DeferredRead.state == "waiting")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await planner.rows(waiting):
            await planner.tick()
    await planner.settled()
    return await planner.rows(select(DeferredRead))


async def test_what_a_removed_member_said_before_is_not_read_later(stores: Stores) -> None:
    """No model is asked about it, no task is made or changed by it, and nothing is told of it."""
    go_to(MONDAY_7)
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await _waiting_words_of_dima(planner, "order a belt by Friday")
        before = [(t.title, t.deadline_on, t.version) for t in await planner.rows(select(Task))]
        await planner.tell("/team archive Dima")
        await planner.openai.reset()
        await planner.openai.answer(
            "belt", {"actions": [creation("Sell the belt", "order a belt by Friday")]}
        )
        await planner.openai.transcript("sell the mill tomorrow")
        heard = len(await planner.telegram.messages(DIMA))
        rows = await _end_of_waiting(planner)
        assert {(row.state, row.text, row.sound) for row in rows} == {("given_up", None, None)}
        assert [(t.title, t.deadline_on, t.version) for t in await planner.rows(select(Task))] == before
        assert await planner.openai.calls("chat") == []
        assert await planner.openai.calls("transcriptions") == []
        assert len(await planner.telegram.messages(DIMA)) == heard


async def test_no_words_make_anybody_the_owner(planner: Planner) -> None:
    await joined(planner)
    for words in ("/team Dima: owner", "/team Lena: The Owner", "/team Дима: владелец"):
        said = await planner.tell(words)
        assert said.text == "A role does not make anybody the owner: choose another word.", words
    assert await accounts(planner) == {"Anna": (OWNER, True, False), "Dima": (DIMA, False, False)}
    dima = next(member for member in await planner.rows(select(Member)) if member.name == "Dima")
    assert dima.role is None
    assert (await planner.tell("/invite Eve", user=DIMA)).text == "Only the owner can do this."
    assert (await planner.tell("/team İvan")).text.startswith("New team member")
    assert (await planner.tell("/team Oleg")).text.startswith("New team member")
    assert (await planner.tell("/team Oleg -> Ivan")).text == "“İvan” already exists."


async def test_several_named_at_once_bring_back_the_one_who_was_removed(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/team archive Dima")
    card = await planner.tell("We have two businesses: Lab and Repair. New employee Dima. Add Lena")
    assert "Dima: Back from the archive. The previous Telegram account has access again." in card.text
    assert "Lena:" not in card.text
    assert (await accounts(planner)).get("Dima") == (DIMA, False, False)
