"""/forget: a person or the whole planner is erased after a clear question, from every table and from Redis."""

import asyncio
import datetime as dt
import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.runtime import clock
from models.tables.all_tables import METADATA
from models.tables.backup_run import BackupRun
from models.tables.chat import Chat
from models.tables.erasure import Erasure
from models.tables.member import Member
from models.tables.series_task import SeriesTask
from models.tables.task import Task
from tests.invitation_steps import DIMA, is_let_in, joined, nothing_failed
from tests.patience import PATIENCE_SECONDS
from tests.planner import MessageView, Planner
from tests.stores import OWNER
from tests.stories.yours.program import Program, given_token

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
CANARY, PRIVATE, OTHERS = "quartzcanary", "opalcanary", "onyxcanary"
# In what a client wrote to Dima, of which a task of the business is made: it stays.
CLIENTS = "garnetcanary"
OTHER_OWNER, CLIENT = 3001, 4001


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def filled(planner: Planner) -> None:
    """The owner's world with Dima in it, and another owner's beside it."""
    await joined(planner)
    await planner.tell("/timezone Berlin")
    await planner.tell(f"/business Forge: {CANARY}")
    await planner.tell("/team Dima: Forge")
    await planner.tell(f"Dima, mend the {CANARY} tomorrow at 11:00, remind an hour before")
    await planner.tell(f"Order a {CANARY} every Friday")
    await planner.tell(f"note: the {CANARY} is in the safe")
    await planner.tell(f"Pay for the {CANARY} today, 40 minutes")
    await planner.tell("/plan")
    await planner.tell("/calendar")
    await planner.tell("/done 3")
    program = Program(planner, await given_token(planner))
    assert (await program.does("POST", "/tasks", {"title": f"Pack the {CANARY}"}))["state"] == "done"
    await planner.tell(f"personal: buy {PRIVATE} strings tomorrow", user=DIMA)
    await planner.tell(f"Weigh the {CANARY} every Monday for Forge", user=DIMA)
    await planner.tell(f"can't do #1 because of {PRIVATE}", user=DIMA)
    await planner.tell(f"note: {PRIVATE} is my own", user=DIMA)
    await planner.tell("/plan tomorrow", user=DIMA)
    # With a task of the business that stays: a comment, a checklist, a file and what a client wrote.
    await planner.tell(f"comment on #1: the {PRIVATE} is loose", user=DIMA)
    await planner.tell(f"subtasks for #1: fetch the {PRIVATE}, fit", user=DIMA)
    said = await planner.telegram.send_file(
        "document", b"x", user=DIMA, file_name=f"{PRIVATE}.txt", caption=f"personal: hang up the {PRIVATE}"
    )
    await planner.answers(said)
    theirs = await planner.telegram.say(
        f"please send the {CLIENTS} offer by Friday", user=CLIENT, name=f"Marina {CLIENTS}"
    )
    await planner.answers(await planner.telegram.forward(theirs.id, from_chat=CLIENT, user=DIMA))
    await planner.open_another_workspace(user=OTHER_OWNER)
    await planner.tell(f"Water the {OTHERS} tomorrow", user=OTHER_OWNER)


async def filled_tables(planner: Planner) -> set[str]:
    async with planner.database.transaction() as session:
        counts = {
            name: await session.execute(text(f'SELECT count(*) FROM "{name}"')) for name in METADATA.tables
        }
        return {name for name, count in counts.items() if count.scalar_one()}


async def mentions(planner: Planner, *words: str) -> dict[str, list[str]]:
    """The tables whose rows say one of the words, and the keys of Redis that do."""
    found: dict[str, list[str]] = {}
    async with planner.database.transaction() as session:
        for name in METADATA.tables:
            rows = (await session.execute(text(f'SELECT t::text FROM "{name}" AS t'))).scalars()
            said = [row for row in rows if _says(row, words)]
            found |= {name: said} if said else {}
    for key in await planner.redis.keys("*"):
        content = await _redis_content(planner, key)
        # The pace of a chat is known for seconds after each message to it.
        if not key.startswith(b"planner:pace:") and _says((key + content).decode(errors="replace"), words):
            found.setdefault("redis", []).append(key.decode())
    return found


def _says(text: str, words: tuple[str, ...]) -> bool:
    # A number stands alone: digits of a hash say nothing.
    return any(re.search(rf"(?<![0-9a-f]){word}(?![0-9a-f])", text.lower()) for word in words)


async def _redis_content(planner: Planner, key: bytes) -> bytes:
    redis: Any = planner.redis
    match await redis.type(key):
        case b"string":
            return await redis.get(key) or b""
        case b"hash":
            return repr(await redis.hgetall(key)).encode()
        case b"list":
            return repr(await redis.lrange(key, 0, -1)).encode()
        case b"zset":
            return repr(await redis.zrange(key, 0, -1)).encode()
        case _:
            return repr(await redis.smembers(key)).encode()


async def erased(planner: Planner, card: MessageView, label: str, *, user: int = OWNER) -> str:
    """Press the button and wait until it is carried out; the last words of the bot."""
    before = await planner.press(card, label, user=user)
    assert "being deleted" in before.text or "Удаляю" in before.text
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await planner.rows(select(Erasure)):
            await planner.tick()
    await planner.settled()
    return (await planner.telegram.messages(user))[-1].text


async def test_a_person_and_then_the_whole_planner_leave_nothing_behind(
    planner: Planner, capfd: pytest.CaptureFixture[str]
) -> None:
    await filled(planner)
    before = await mentions(planner, CANARY, PRIVATE)
    assert {"task", "note", "task_event", "outbound_message", "operation"} <= set(before)
    assert {"task_comment", "checklist_item", "task_file", "program_request"} <= {
        *before,
        *(await filled_tables(planner)),
    }
    asked = await planner.tell("/forget Dima")
    assert asked.text.startswith("Delete all data of Dima?")
    assert "2 tasks, open and closed" in asked.text
    assert "stay, without an executor" in asked.text
    assert "keeps no backups" in asked.text
    assert (await planner.press(asked, "Keep it")).text == "Nothing was deleted."
    assert await is_let_in(planner, DIMA)
    last = await erased(planner, await planner.tell("/forget dima"), "Delete it all")
    assert last.startswith("The person's data is deleted.")
    assert await mentions(planner, PRIVATE, "dima", str(DIMA)) == {}
    assert set(await mentions(planner, CLIENTS)) == {"task"}
    assert not await is_let_in(planner, DIMA)
    kept = {task.title: task.assignee_id for task in await planner.rows(select(Task))}
    assert not any(PRIVATE in title for title in kept)
    assert sum(CANARY in title for title in kept) == 5
    # The series that Dima began for the business goes on, in the owner's chat.
    [owners] = await planner.rows(select(Chat.id).where(Chat.telegram_id == OWNER))
    assert {row.chat_id for row in await planner.rows(select(SeriesTask))} == {owners}
    assert (await planner.tell("/week")).text
    # What is left is the owner's, and goes with the planner; nothing of another owner's does.
    async with planner.database.transaction() as session:
        session.add(BackupRun(started_at=MONDAY, finished_at=MONDAY, state="done", file_name="x"))
    last = await erased(planner, await planner.tell("delete all my data"), "Delete everything")
    assert last.startswith("Everything is deleted.")
    assert "deleted by 21 December 2026" in last
    left = await mentions(
        planner, CANARY, CLIENTS, "anna", f"chat:{OWNER}", f"tap:{OWNER}", f'"{OWNER}"', "program:1"
    )
    assert left == {}
    # Who comes back begins anew: nothing is known any more.
    assert "Hello" in (await planner.answers(await planner.telegram.say("/today")))[0].text
    assert [task.title for task in await planner.rows(select(Task))] == [f"Water the {OTHERS}"]
    assert OTHERS in (await planner.tell("/week", user=OTHER_OWNER)).text
    assert await nothing_failed(planner)
    said = "".join(capfd.readouterr())
    assert not [word for word in (CANARY, PRIVATE) if word in said.lower()]


async def test_words_lead_to_the_question_and_touch_no_task(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("Dima, mend the door tomorrow")
    before = [(task.id, task.version, task.status) for task in await planner.rows(select(Task))]
    for words in (
        "delete all my data",
        "Forget everything about me!",
        "please erase all our data",
        "удали все мои данные",
        "забудь обо мне всё",
        "сотри все данные",
        "/forget",
    ):
        card = await planner.tell(words)
        assert card.labels[-1] in ("Keep everything", "Ничего не удалять"), (words, card.text)
    for words in ("delete all my data", "удали мои данные", "/forget me"):
        card = await planner.tell(words, user=DIMA)
        assert card.labels[-1] in ("Keep it", "Не удалять"), (words, card.text)
    refused = await planner.tell("/forget Anna", user=DIMA)
    assert "владелец" in refused.text or "Only the owner" in refused.text
    assert (await planner.tell("/forget Anna")).text.endswith("/forget")
    assert [(task.id, task.version, task.status) for task in await planner.rows(select(Task))] == before
    assert await planner.rows(select(Erasure)) == []


async def test_a_tap_erases_only_what_its_speaker_may_and_not_a_day_later(planner: Planner) -> None:
    await joined(planner)
    await planner.open_another_workspace(user=OTHER_OWNER)
    minute = int(MONDAY.timestamp()) // 60
    [anna] = await planner.rows(select(Member.id).where(Member.telegram_user_id == OWNER))
    [dima] = await planner.rows(select(Member.id).where(Member.telegram_user_id == DIMA))
    for user, data in (
        (DIMA, f"forget:all:{minute}"),
        (DIMA, f"forget:one:{anna}:{minute}"),
        (OWNER, f"forget:one:{anna}:{minute}"),
        (OTHER_OWNER, f"forget:one:{dima}:{minute}"),
        (OWNER, f"forget:all:{minute - 31}"),
        (OWNER, f"forget:all:{minute + 99}"),
        (OWNER, "forget:all:x"),
    ):
        await planner.forge_callback(user=user, data=data)
        assert await planner.rows(select(Erasure)) == [], data
    # Dima's own data, by his own tap.
    card = await planner.tell("/forget", user=DIMA)
    last = await erased(planner, card, card.labels[0], user=DIMA)
    assert "deleted" in last or "удалены" in last
    assert await planner.rows(select(Member.id).where(Member.id == dima)) == []
    told = (await planner.telegram.messages(OWNER))[-1].text
    assert told.startswith("Dima had their data deleted and has left.")
    assert await mentions(planner, "dima") == {}
    assert await nothing_failed(planner)
