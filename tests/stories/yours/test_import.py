"""An archive of /export, read back after /forget, is the same planner again: every row, and the conversation goes on."""

import asyncio
import datetime as dt
import io
import random
import zipfile
from pathlib import Path

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.erasure import Erasure
from models.tables.export import Export
from models.tables.task import Task
from models.tables.workspace import Workspace
from ops.archive.load_archive import load_archive
from ops.archive.read_archive import ArchiveError, open_archive
from tests.invitation_steps import DIMA, is_let_in, joined, nothing_failed
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner

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
    address = planner.settings.database_url
    with (
        open_archive([tmp_path / "planner.zip"]) as archive,
        pytest.raises(ArchiveError, match="already has"),
    ):
        await load_archive(address, archive)
    card = await planner.tell("/forget")
    await planner.press(card, "Delete everything")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await planner.rows(select(Erasure)):
            await planner.tick()
    await planner.settled()
    assert await planner.rows(select(Task)) == []
    with open_archive([tmp_path / "planner.zip"]) as archive:
        loaded = await load_archive(address, archive)
    assert loaded["task"] == tasks
    after = rows_in(await exported(planner))
    assert {table: after[table] for table in before if after[table] != before[table]} == {}
    # It is the same planner: people have access, and numbers go on.
    assert await is_let_in(planner, DIMA)
    await planner.tell("Call the bank tomorrow")
    newest = select(Task.title).where(Task.number == tasks + 1)
    assert await planner.rows(newest) == ["Call the bank"]
    assert await nothing_failed(planner)
