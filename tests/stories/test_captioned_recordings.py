"""Recordings with a caption: both are read, the caption first, and neither is lost when the other cannot be read."""

import asyncio
import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.deferred_read import DeferredRead
from models.tables.note import Note
from models.tables.task import Task
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner
from tests.sounds import opus
from tests.stores import Stores

MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
M4A = b"\x00\x00\x00\x18ftypM4A " + b"\0" * 400


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def tasks(planner: Planner) -> list[Task]:
    return list(await planner.rows(select(Task).order_by(col(Task.number))))


async def back_again(planner: Planner, minutes: int) -> None:
    """The time is so many minutes later, and everything that waited is settled."""
    clock.set_to(MONDAY + dt.timedelta(minutes=minutes))
    waiting = select(DeferredRead).where(DeferredRead.state == "waiting")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await planner.rows(waiting):
            await planner.tick()
    await planner.settled()


async def sent(planner: Planner, content: bytes, caption: str, kind: str = "voice", **how: str) -> str:
    """All that the bot answers to a recording."""
    said = await planner.telegram.send_file(kind, content, caption=caption, duration=3, **how)
    return "\n".join(answer.text for answer in await planner.answers(said))


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("voice", {"mime_type": "audio/ogg"}),
        ("document", {"mime_type": "audio/mp4", "file_name": "memo.m4a"}),
        ("document", {"mime_type": "application/octet-stream", "file_name": "Memo 12.M4A"}),
    ],
)
async def test_caption_and_recording_are_both_read(stores: Stores, kind: str, how: dict[str, str]) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        content = opus(3) if kind == "voice" else M4A
        await planner.openai.transcript("call the mill supplier", content)
        told = await sent(planner, content, "Order hinges by Friday", kind, **how)
        first, second = await tasks(planner)
        assert (first.title, first.deadline_on) == ("Order hinges", dt.date(2026, 11, 27))
        assert second.title == "Call the mill supplier"
        assert "call the mill supplier" in told


async def test_a_caption_is_read_where_the_recording_cannot_be(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.openai.transcript("Thanks for watching!")
        assert "I heard nothing" in await sent(planner, opus(3), "Order hinges by Friday")
        how = {"mime_type": "audio/mp4", "file_name": "memo.m4a"}
        assert "play this kind" in await sent(planner, b"no sound", "Paint the gate", "document", **how)
        await planner.openai.inject("transcriptions", "error", code=404, times=None)
        assert "refuses my request" in await sent(planner, opus(4), "Sweep the yard tomorrow")
        titles = [task.title for task in await tasks(planner)]
        assert titles == ["Order hinges", "Paint the gate", "Sweep the yard"]
        assert len(await planner.openai.calls("transcriptions")) == 2
        assert await planner.rows(select(DeferredRead)) == []


async def test_the_caption_of_a_recording_is_no_command_of_its_own(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.tell("Order hinges by Friday")
        await planner.openai.transcript("paint the gate tomorrow")
        told = await sent(planner, opus(3), "undo")
        assert "paint the gate" in told
        found = {task.title: task.status for task in await tasks(planner)}
        assert (found["Order hinges"], found["Paint the gate"]) == ("open", "open")


async def test_a_caption_waits_with_its_recording_and_outlives_it(stores: Stores) -> None:
    async with Planner.running(stores, with_model=True, understanding="rules") as planner:
        await planner.tell("/start")
        await planner.openai.transcript("call the mill supplier")
        await planner.openai.inject("transcriptions", "error", code=503, times=2)
        await sent(planner, opus(3), "Order hinges by Friday")
        assert await tasks(planner) == []
        await back_again(planner, 5)
        assert [task.title for task in await tasks(planner)] == ["Order hinges", "Call the mill supplier"]
        await planner.openai.inject("transcriptions", "error", code=503, times=2)
        await sent(planner, opus(5), "Paint the gate by Friday")
        await planner.openai.inject("transcriptions", "error", code=404, times=None)
        await back_again(planner, 10)
        assert [task.title for task in await tasks(planner)][2:] == ["Paint the gate"]
        assert await planner.rows(select(Note)) == []
