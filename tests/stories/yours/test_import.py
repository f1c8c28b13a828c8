"""An archive of /export, read back after /forget, is the same planner again: every row, and the conversation goes on."""

import asyncio
import datetime as dt
import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.erasure import Erasure
from models.tables.export import Export
from models.tables.restore import Restore
from models.tables.task import Task
from models.tables.workspace import Workspace
from tests.invitation_steps import DIMA, is_let_in, joined, nothing_failed
from tests.patience import PATIENCE_SECONDS
from tests.planner import MessageView, Planner
from tests.stores import OWNER
from worker.features.restore.load_archive import load_archive
from worker.features.restore.read_archive import ArchiveError, open_archive

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
LETTERS = "aЖ\"'\\\n\u2028<&>=🚲\u0301é،日 "
SEED = 17


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def exported(planner: Planner) -> bytes:
    said = await planner.telegram.say("/export")
    async with asyncio.timeout(PATIENCE_SECONDS):
        await planner.settled()
        while await planner.rows(select(Export).where(Export.state == "waiting")):
            await planner.tick()
    files = [seen for seen in await planner.answers(said) if "document" in seen.raw["body"]]
    return await planner.telegram.file(files[0].raw["body"]["document"]["file_id"])


def rows_in(body: bytes) -> dict[str, list[str]]:
    """The lines of each table."""
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        found: dict[str, list[str]] = {}
        for name in sorted(opened.namelist()):
            if name.startswith("data/"):
                lines = opened.read(name).decode().split("\n")
                found.setdefault(name.rpartition("-")[0], []).extend(line for line in lines if line)
        return found


async def loaded(planner: Planner, path: Path) -> dict[str, int]:
    with open_archive([path]) as archive:
        async with planner.database.transaction() as session:
            return await load_archive(session, archive)


async def forgotten(planner: Planner) -> None:
    card = await planner.tell("/forget")
    await planner.press(card, card.labels[0])
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await planner.rows(select(Erasure)):
            await planner.tick()
    await planner.settled()
    assert await planner.rows(select(Task)) == []


async def sent(planner: Planner, body: bytes, **options: object) -> MessageView:
    """An archive in the chat; the bot's last answer to it."""
    said = await planner.telegram.send_file(
        "document", body, file_name="planner.zip", mime_type="application/zip", **options
    )
    return (await planner.answers(said))[-1]


async def read_back(planner: Planner, card: MessageView) -> str:
    """Confirm it, and wait until the job has ended; the bot's last words."""
    question = await planner.press(card, card.labels[0])
    assert "no Undo" in question.text or "кнопкой нельзя" in question.text, question.text
    await planner.press(question, question.labels[0])
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await planner.rows(select(Restore)):
            await planner.tick()
    await planner.settled()
    return (await planner.telegram.messages(OWNER))[-1].text


async def a_random_world(planner: Planner) -> None:
    """A conversation, and more tasks than fit a page, with titles of odd letters and fields at random."""
    await joined(planner)
    await planner.tell("/timezone Berlin")
    await planner.tell("/business Forge: gear")
    await planner.tell("Dima, mend the gear tomorrow at 11:00, remind an hour before")
    await planner.tell("Pay the rent every month on the 5th")
    await planner.tell("note: the <safe> code is “4421” 🚲")
    await planner.tell("/plan tomorrow")
    await planner.tell("Polish the opal by Friday", user=DIMA)
    chance = random.Random(SEED)
    async with planner.database.transaction() as session:
        workspace = (await session.exec(select(Workspace))).one()
        for number in range(workspace.last_task_number + 1, workspace.last_task_number + 1201):
            title = "".join(chance.choices(LETTERS, k=chance.randint(1, 60)))
            done = chance.random() < 0.4
            at = MONDAY + dt.timedelta(
                minutes=chance.randint(-(10**6), 10**6), microseconds=chance.randint(0, 10**6)
            )
            session.add(
                Task(
                    workspace_id=workspace.id or 0,
                    number=number,
                    title=title,
                    status="done" if done else "open",
                    done_at=at if done else None,
                    priority=chance.randint(1, 4),
                    deadline_on=at.date(),
                    timing="by",
                    created_at=at,
                    updated_at=at,
                )
            )
        workspace.last_task_number += 1200
        session.add(workspace)


async def test_what_was_taken_away_and_forgotten_is_read_back_the_same(
    planner: Planner, tmp_path: Path
) -> None:
    await a_random_world(planner)
    body = await exported(planner)
    before = rows_in(body)
    tasks = len(await planner.rows(select(Task)))
    assert len(before["data/task"]) == tasks > 1200
    (tmp_path / "planner.zip").write_bytes(body)
    with pytest.raises(ArchiveError, match="already has"):
        await loaded(planner, tmp_path / "planner.zip")
    await forgotten(planner)
    assert (await loaded(planner, tmp_path / "planner.zip"))["task"] == tasks
    after = rows_in(await exported(planner))
    assert {table: after[table] for table in before if after[table] != before[table]} == {}
    # It is the same planner: people have access, and numbers go on.
    assert await is_let_in(planner, DIMA)
    await planner.tell("Call the bank tomorrow")
    newest = select(Task.title).where(Task.number == tasks + 1)
    assert await planner.rows(newest) == ["Call the bank"]
    # The same by the bot, in a planner that was begun again: under other numbers, set up, and with a task tried and undone.
    refused = await sent(planner, body)
    assert f"this one has: {tasks + 1} tasks, " in refused.text
    assert refused.labels[:2] == ["Add 300 tasks", "None"]
    await forgotten(planner)
    await planner.tell(f"/start {await planner.owner_token()}")
    await planner.tell("/business Bakery: bread")
    await planner.tell("Try this out tomorrow")
    await planner.tell("/undo")
    assert [row.id for row in await planner.rows(select(Workspace))] == [2]
    last = await read_back(planner, await sent(planner, body))
    assert last.startswith(f"Everything is back as it was on 23 November 2026: {tasks} tasks, 1 business"), (
        last
    )
    after = rows_in(await exported(planner))
    assert {table: after[table] for table in before if after[table] != before[table]} == {}
    assert await is_let_in(planner, DIMA)
    await planner.tell("Call the bank tomorrow")
    assert await planner.rows(newest) == ["Call the bank"]
    assert await nothing_failed(planner)


def changed(body: bytes, table: str, old: str, new: str) -> bytes:
    """The archive with other words in the rows of a table."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as opened, zipfile.ZipFile(made, "w") as archive:
        for name in opened.namelist():
            content = opened.read(name).decode()
            if name.startswith(table):
                assert old in content, (table, content)
                content = content.replace(old, new)
            archive.writestr(name, content)
    return made.getvalue()


def in_two_parts(body: bytes) -> list[bytes]:
    """The archive as if its first table had filled a part."""
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    first = min(files)
    parts = []
    for number, names in ((1, [first]), (2, [name for name in files if name != first])):
        made = io.BytesIO()
        says = {
            **manifest,
            "made_at": "2026-11-22T09:00:00+00:00",
            "part": number,
            "last": number == 2,
            "rows": manifest["rows"] if number == 2 else {},
        }
        with zipfile.ZipFile(made, "w") as archive:
            for name in names:
                archive.writestr(name, files[name])
            archive.writestr("manifest.json", json.dumps(says))
        parts.append(made.getvalue())
    return parts


async def test_parts_are_collected_and_what_does_not_fit_is_refused_in_words(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("Dima, mend the gear tomorrow")
    body = await exported(planner)
    await forgotten(planner)
    await planner.tell(f"/start {await planner.owner_token()}")
    await planner.tell("/language ru")
    rows = "data/task-"
    for wrong, why in (
        (
            changed(body, "data/member-", f'"telegram_user_id": {OWNER}', '"telegram_user_id": 77'),
            "другой аккаунт",
        ),
        (changed(body, rows, '"number": 1', f'"number": 1, "id": {10**16}'), "слишком большой номер"),
        (changed(body, rows, '"priority": 2', '"priority": 9'), "строка таблицы task не подходит"),
        (changed(body, rows, '"priority": 2', '"mood": 9'), "не знает task.mood"),
        (changed(body, rows, '"workspace_id": 1', '"workspace_id": 9'), "из разных планировщиков"),
        (changed(body, rows, "{", "["), "JSON"),
    ):
        said = await read_back(planner, await sent(planner, wrong))
        assert said.startswith("Архив не восстановлен: "), said
        assert why in said, said
        assert said.endswith("Ничего не изменилось."), said
    for wrong, why in (
        (changed(body, "manifest", '"workspace"', '"member"'), "одного участника"),
        (changed(body, "manifest", '"version": 1', '"version": 7'), "версии 7"),
    ):
        assert why in (await sent(planner, wrong)).text
    assert await planner.rows(select(Workspace.id)) == [2]
    first, last = in_two_parts(body)
    told = await sent(planner, last)
    assert "Не хватает частей: 1." in told.text, told.text
    assert told.labels == ["Добавить 1 задачу", "Ничего"]
    card = await sent(planner, first)
    question = await planner.press(card, card.labels[0])
    assert "· 1 задача\n" in question.text, question.text
    assert (await planner.press(question, question.labels[-1])).text.startswith("Ничего не изменилось")
    card = await sent(planner, first)
    assert (await read_back(planner, card)).startswith("Всё снова так, как было 22 ноября 2026")
    assert await is_let_in(planner, DIMA)
    # Whoever may not have it read back is told so; nothing is left of what was asked for.
    told = await sent(planner, body, user=DIMA)
    assert "Only the owner" in told.text
    assert await planner.rows(select(Restore)) == []
    assert await nothing_failed(planner)
