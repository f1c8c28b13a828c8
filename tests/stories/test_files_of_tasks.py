"""Files stay with tasks: by caption, reply, album and answer; they are sent back to whoever may see the task."""

import datetime as dt
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.task import Task
from ops.sandbox.client import MessageView
from tests.invariants.service_faults import message
from tests.planner import Planner, Stores
from tests.sounds import opus
from tests.stories.team.team_steps import DIMA, joined_team

_ids = count(73_000_001)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def titles(planner: Planner) -> list[str]:
    return [task.title for task in await planner.rows(select(Task).order_by(col(Task.number)))]


async def paper(planner: Planner, name: str, caption: str = "", **where: Any) -> list[MessageView]:
    said = await planner.telegram.send_file(
        "document", name.encode(), file_name=name, mime_type="application/pdf", caption=caption, **where
    )
    return await planner.answers(said)


async def sent_back(planner: Planner, card: MessageView, label: str, user: int = 1001) -> list[str]:
    """The names of the files that a button sends."""
    before = (await planner.telegram.messages(user))[-1]
    await planner.press(card, label, user=user)
    seen = await planner.telegram.messages(user, after=before.id)
    return [each.body["document"]["file_name"] for each in seen if "document" in each.body]


async def sent_in_answer(planner: Planner, words: str, user: int, **more: Any) -> list[str]:
    """The names of the files that a message of words is answered with."""
    answers = await planner.answers(await planner.telegram.say(words, user=user, **more))
    return [each.body["document"]["file_name"] for each in answers if "document" in each.body]


async def test_files_go_with_the_task_of_their_caption_card_or_answer(planner: Planner) -> None:
    await planner.tell("/start", lang="en")
    [card] = await paper(planner, "bill.pdf", "Pay this invoice by Wednesday")
    assert "📎 1 file" in card.text
    assert await sent_back(planner, card, "📎 1 file") == ["bill.pdf"]
    # A reply to the card adds to it, and its Undo takes only that back.
    [more] = await paper(planner, "contract.pdf", reply_to=card.id)
    assert "📎 2 files" in more.text
    assert await sent_back(planner, more, "📎 2 files") == ["bill.pdf", "contract.pdf"]
    await planner.tell("undo")
    assert "📎 1 file" in (await planner.telegram.message(card.id)).text
    await planner.tell("/redo")
    assert "📎 2 files" in (await planner.telegram.message(card.id)).text
    # A report with a picture is kept with what it reports.
    [done] = await paper(planner, "receipt.pdf", "#1 is done, 10 minutes")
    assert "📎 3 files" in done.text
    # Without words: asked, and the next task gets it.
    [asked] = await paper(planner, "plan.pdf")
    assert "What is to be done with it?" in asked.text
    assert "📎 1 file" in (await planner.tell("Send it to Marina tomorrow")).text
    [asked] = await paper(planner, "photo.pdf")
    assert "📎 2 files" in (await planner.tell("it's for #2")).text
    # Something else in between is no answer; a reply to the question or to the file itself still is.
    [asked] = await paper(planner, "drawing.pdf")
    await planner.tell("what's on tomorrow?")
    assert "📎" not in (await planner.tell("Buy milk")).text
    assert "📎 1 file" in (await planner.tell("Check the drawing", reply_to=asked.id)).text
    await paper(planner, "other.pdf")
    assert "no task" in (await planner.tell("nothing")).text
    assert "📎" not in (await planner.tell("Water the plants")).text
    assert await titles(planner) == [
        "Pay this invoice",
        "Send it to Marina",
        "Buy milk",
        "Check the drawing",
        "Water the plants",
    ]
    for forged in ("file", "file:show", "file:show:1:x", "file:show:999:0", "file:to:1:1", "file:drop:x"):
        await planner.forge_callback(user=1001, data=forged)


def picture(album: str, number: int, caption: str = "", **more: Any) -> dict[str, Any]:
    sizes = [{"file_id": f"f{number}", "file_unique_id": f"f{number}", "width": 9, "height": 9}]
    made: dict[str, Any] = {**message("")["message"], "message_id": 700 + number, "photo": sizes, **more}
    made |= {"media_group_id": album, **({"caption": caption} if caption else {})}
    return {name: value for name, value in made.items() if name != "text"}


async def test_albums_are_one_matter_in_russian(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    await planner.tell("/language ru")

    async def sent(*pictures: dict[str, Any]) -> MessageView:
        for each in pictures:
            await planner.telegram.send_update({"update_id": next(_ids), "message": each})
            await planner.settled()
        return (await planner.telegram.messages(1001))[-1]

    card = await sent(*(picture("a", n, "Починить ворота до пятницы" if n == 0 else "") for n in range(3)))
    assert "📎 3 файла" in card.text
    # The caption may come with a later one, and the question may have been asked before.
    card = await sent(*(picture("b", n, "Покрасить забор" if n == 12 else "") for n in range(10, 14)))
    assert "Покрасить забор" in card.text
    assert "📎 4 файла" in card.text
    asked = await sent(*(picture("c", n) for n in range(20, 23)))
    assert "Что с этим сделать?" in asked.text
    assert "📎 6 файлов" in (await planner.tell("это к #1")).text
    assert await titles(planner) == ["Починить ворота", "Покрасить забор"]


async def test_the_executor_gets_the_files_and_nobody_else(planner: Planner) -> None:
    await joined_team(planner)
    [card] = await paper(planner, "spindle.pdf", "Dima should fix the spindle by Friday")
    assert await sent_back(planner, card, "📎 1 file") == ["spindle.pdf"]
    await planner.settled()
    # The offer has the files on a button, before and after it is accepted.
    offer = (await planner.telegram.messages(DIMA))[-1]
    assert offer.labels[0] == "Принять"
    assert await sent_back(planner, offer, "📎 1 файл", user=DIMA) == ["spindle.pdf"]
    accepted = await planner.press(offer, "Принять", user=DIMA)
    assert "📎 1 файл" in accepted.labels
    # So do words, for whoever may see the task.
    for words in ("show the files of #1", "send me the photos of the spindle task", "файлы #1"):
        assert await sent_in_answer(planner, words, DIMA) == ["spindle.pdf"], words
    assert await sent_in_answer(planner, "show me the files", 1001, reply_to=card.id) == ["spindle.pdf"]
    assert await sent_in_answer(planner, "show the files of #1", 2003) == []
    await planner.tell("Grease the gate")
    assert (await planner.tell("show the files of the gate")).text == "“Grease the gate” (#2) has no files."
    shown = await planner.tell("/today", user=DIMA)
    [number] = [task.id for task in await planner.rows(select(Task).where(Task.number == 1))]
    before = (await planner.telegram.messages(DIMA))[-1]
    await planner.forge_callback(user=DIMA, data=f"file:show:{number}:0")
    seen = await planner.telegram.messages(DIMA, after=before.id)
    assert [each.body["document"]["file_name"] for each in seen] == ["spindle.pdf"], shown.text
    before = (await planner.telegram.messages(2003))[-1]
    await planner.forge_callback(user=2003, data=f"file:show:{number}:0")
    [told] = await planner.telegram.messages(2003, after=before.id)
    assert told.text.startswith("This button has expired.")
    assert "document" not in told.body


async def test_a_recording_stays_with_its_task_also_when_the_model_was_away(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start", lang="en")
        await planner.openai.inject("transcriptions", "error", code=503, times=None)
        said = await planner.telegram.send_voice(opus(3) + b"gate", duration=3)
        [kept] = await planner.answers(said)
        assert "saved" in kept.text
        await planner.openai.reset()
        await planner.openai.transcript("Grease the gate tomorrow")
        clock.set_to(clock.now() + dt.timedelta(minutes=10))
        await planner.eventually(select(Task))
        await planner.settled()
        assert "📎 1 file" in (await planner.telegram.messages(1001))[-1].text
