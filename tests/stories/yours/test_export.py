"""/export sends everything the speaker may see as a ZIP file: done work, history, people; and no secret of anybody."""

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.calendar_feed import CalendarFeed
from models.tables.export import Export, ExportPart
from models.tables.operation import TaskEvent
from models.tables.task import Task
from tests.invitation_steps import DIMA, joined, nothing_failed
from tests.planner import Planner
from tests.stores import OWNER
from worker.core.speaker import find_speaker
from worker.features.export.views import PURPOSE, made_text, progress_text
from worker.jobs.progress_message import ProgressMessage, ProgressPlace

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


async def archive(planner: Planner, words: str, *, user: int = OWNER) -> zipfile.ZipFile:
    """Ask for it, and open the file that comes."""
    said = await planner.telegram.say(words, user=user)
    await planner.settled()
    while await planner.rows(select(Export).where(Export.state == "waiting")):
        await planner.tick()
    answers = await planner.answers(said)
    [file] = [seen.raw["body"]["document"] for seen in answers if "document" in seen.raw["body"]]
    assert file["file_name"] == "planner-2026-11-23.zip"
    return zipfile.ZipFile(io.BytesIO(await planner.telegram.file(file["file_id"])))


def rows_of(opened: zipfile.ZipFile, table: str) -> list[dict[str, Any]]:
    lines = [
        line
        for name in opened.namelist()
        if name.startswith(f"data/{table}-")
        for line in opened.read(name).decode().splitlines()
    ]
    return [json.loads(line) for line in lines]


async def test_the_owner_takes_everything_and_a_member_what_is_theirs(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("/timezone Berlin")
    await planner.tell("/business Forge: gear")
    await planner.tell("/business Lab: opal")
    await planner.tell("/team Dima: Forge")
    await planner.tell("Dima, mend the gear tomorrow at 11:00")
    await planner.tell("Polish the opal by Friday, 2 hours")
    await planner.tell("#2 is done")
    await planner.tell("note: the safe code is 4421")
    await planner.tell("/calendar")
    await planner.tell("note: dimas own words", user=DIMA)
    await planner.tell("Water the plants on Thursday", user=DIMA)
    owners = await archive(planner, "export my data")
    assert owners.testzip() is None
    tasks = {row["title"]: row for row in rows_of(owners, "task")}
    assert set(tasks) == {task.title for task in await planner.rows(select(Task))}
    assert tasks["Polish the opal"]["status"] == "done"
    assert len(rows_of(owners, "task_event")) == len(await planner.rows(select(TaskEvent)))
    assert {row["name"] for row in rows_of(owners, "member")} == {"Anna", "Dima"}
    assert {row["name"] for row in rows_of(owners, "business")} == {"Forge", "Lab"}
    assert [row["text"] for row in rows_of(owners, "note")] == ["the safe code is 4421"]
    manifest = json.loads(owners.read("manifest.json"))
    assert (manifest["format"], manifest["version"], manifest["last"]) == ("business-planner-export", 1, True)
    assert manifest["rows"]["task"] == 3
    table = list(csv.DictReader(io.StringIO(owners.read("tasks-0001.csv").decode("utf-8-sig"))))
    assert {row["title"]: row["time"] for row in table}["Mend the gear"] == "11:00"
    assert "SUMMARY:Mend the gear" in owners.read("tasks-0001.ics").decode()
    # Another person's private words, and what opens a calendar, are in no archive.
    [feed] = await planner.rows(select(CalendarFeed))
    everything = b"".join(owners.read(name) for name in owners.namelist()).decode()
    assert not [word for word in ("dimas own", feed.salt, feed.token_hash) if word in everything]
    theirs = await archive(planner, "скачать всё", user=DIMA)
    everything = b"".join(theirs.read(name) for name in theirs.namelist()).decode()
    assert {row["title"] for row in rows_of(theirs, "task")} == {"Mend the gear", "Water the plants"}
    assert [row["text"] for row in rows_of(theirs, "note")] == ["dimas own words"]
    assert not [word for word in ("opal", "Lab", "4421", str(OWNER)) if word in everything]
    # The file goes a day later.
    assert len(await planner.rows(select(ExportPart.part))) == 2
    assert await nothing_failed(planner)


async def test_a_long_export_says_how_far_it_is(planner: Planner) -> None:
    await joined(planner)
    await archive(planner, "/export")
    [export] = await planner.rows(select(Export))
    asked = next(
        seen for seen in await planner.telegram.messages(OWNER) if seen.text.startswith("I am collecting")
    )
    services = planner.workers[0].services
    async with planner.database.transaction() as session:
        speaker = await find_speaker(session, OWNER)
    assert speaker is not None
    progress = ProgressMessage(
        services, speaker, ProgressPlace(export.trace_id, PURPOSE, f"export:{export.id}"), progress_text, 0
    )
    await progress.tell(43)
    await planner.settled()
    assert (await planner.telegram.message(asked.id)).text.endswith("43 %.")
    await progress.end(made_text(speaker.translator))
    await planner.settled()
    assert (await planner.telegram.message(asked.id)).text == "Your archive is ready."


async def test_an_archive_asked_for_twice_is_made_once(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("Water the plants tomorrow")
    await planner.stop_workers()
    async with planner.database.transaction() as session:
        chat = (await session.exec(select(Task.workspace_id))).one()
        session.add(Export(workspace_id=chat, chat_id=1, trace_id="u1", requested_at=clock.now()))
    planner.start_worker()
    said = await planner.telegram.say("/export")
    await planner.settled()
    while await planner.rows(select(Export).where(Export.state == "waiting")):
        await planner.tick()
    await planner.settled()
    files = [seen for seen in await planner.telegram.messages(OWNER) if "document" in seen.raw["body"]]
    assert len(files) == len(await planner.rows(select(Export)))
    assert (await planner.answers(said))[0].text.startswith(("I am collecting", "Your archive is being made"))
