"""/why: what became of a message, told from rows, with the reasons of its fields."""

import datetime as dt
import re

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.operation import Operation
from tests.planner import Planner, Stores

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
VOICE = b"OggS" + bytes(200)
CLOCK = r"10:3\d:\d\d"


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def test_the_last_message_read_by_rules_is_explained(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/business Repair: spindle")
    await planner.tell("/business Trade: customs")
    await planner.tell("/team Dima: fitter, Repair, nickname Dimon")
    await planner.tell("Dimon should fix the spindle by Friday")
    why = (await planner.tell("/why")).text
    assert re.match(
        rf"Received {CLOCK} · read by rules, because no model is set up · 1 task \(#1\) saved {CLOCK} · answered {CLOCK}",
        why,
    ) or re.match(rf"Received {CLOCK} · read by rules, free of charge · 1 task \(#1\) saved {CLOCK}", why)
    assert "“by Friday” → by Fri 27 Nov" in why
    assert "Repair: keyword “spindle”" in why
    assert "Dima: " in why


async def test_a_card_is_explained_by_a_reply_in_russian(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("/business Ремонт: шпиндель", lang="ru")
    first = await planner.tell("до пятницы починить шпиндель", lang="ru")
    await planner.tell("завтра купить бумагу", lang="ru")
    why = (await planner.tell("/why", reply_to=first.id, lang="ru")).text
    assert re.match(rf"Получено {CLOCK} · прочитано по правилам", why)
    assert "#1" in why
    assert "«до пятницы» → до пт, 27 ноября" in why
    assert "ключевое слово «шпиндель»" in why
    other = (await planner.tell("/why", lang="ru")).text
    assert "#2" in other


async def test_a_voice_note_read_by_a_model_shows_both_calls_and_their_price(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        rest = dict.fromkeys(("business", "project", "assignee", "priority", "minutes", "rrule", "remind"))
        due = {"words": "by friday", "date": None, "time": None}
        await planner.openai.answer(
            "offer", {"actions": [{"kind": "create", "title": "Send the offer", "due": due, **rest}]}
        )
        await planner.openai.transcript("send the offer by friday")
        said = await planner.telegram.send_voice(VOICE, duration=3)
        [card] = await planner.answers(said)
        why = (await planner.tell("/why", reply_to=card.id)).text
        assert re.search(r"transcribed by \S+ in \d+\.\d s, \$0\.\d+", why)
        assert re.search(r"read by \S+ in \d+\.\d s, \d+ tokens, \$0\.\d+", why)
        assert "1 task (#1) saved" in why
        assert "read by rules" not in why
        by_its_author = (await planner.tell("/why", reply_to=said.id)).text
        assert by_its_author == why


async def test_a_model_that_is_away_is_named(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        await planner.openai.inject("chat", "error", code=500, times=None)
        await planner.tell("Send the offer by Friday")
        why = (await planner.tell("/why")).text
        assert "was asked and did not answer" in why
        assert "read by rules, because the model did not answer" in why
        assert "waits for the model to look again" in why


async def test_nobody_sees_the_trace_of_another_workspace(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("Send the canary offer by Friday")
    await planner.open_another_workspace(user=2001)
    none = "I have no record of that message. Reply with /why to one of my cards."
    assert (await planner.tell("/why", user=2001)).text == none
    await planner.tell("Buy paper", user=2001)
    answer = (await planner.tell("/why", user=2001)).text
    assert "canary" not in answer
    assert [card.chat] == [1001]


async def test_a_doubt_stands_on_the_card_and_in_the_trace(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.tell("/start")
        rest = dict.fromkeys(("business", "project", "assignee", "priority", "minutes", "rrule", "remind"))
        due = {"words": "when the moon is blue", "date": None, "time": None}
        await planner.openai.answer(
            "offer", {"actions": [{"kind": "create", "title": "Send the offer", "due": due, **rest}]}
        )
        card = await planner.tell("send the offer when the moon is blue")
        assert "? deadline not understood" in card.text
        assert "? deadline not understood" in (await planner.tell("/why")).text
        [operation] = await planner.rows(select(Operation))
        assert [doubt.split(":")[:3] for doubt in operation.doubts] == [["0", "due", "unread"]]
        taken = await planner.press(card, "Undo")
        assert "deadline" not in taken.text
