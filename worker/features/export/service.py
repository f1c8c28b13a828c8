"""Makes an archive from one state of the rows, and puts its parts into the outbox."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from sqlalchemy import ColumnElement, exists, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import MakeExport
from models.tables.all_tables import METADATA
from models.tables.export import Export, ExportPart
from models.tables.outbox import OutboundMessage
from worker.core.directory_names import load_directory_names
from worker.core.handler import HandlerContext
from worker.core.speaker import Speaker
from worker.features.calendars.write_ics import write_ics
from worker.features.export.archive import ArchiveWriter
from worker.features.export.exported_rows import exported_conditions
from worker.features.export.queries import count_rows, json_pages, task_pages
from worker.features.export.tables import calendar_entries, csv_header, csv_lines
from worker.features.export.views import PURPOSE, caption
from worker.services import Services

Progress = Callable[[int], Awaitable[None]]
Piece = tuple[str, str, str, list[str], str, str]


async def request_export(session: AsyncSession, speaker: Speaker, context: HandlerContext) -> None:
    """Have an archive made; the scheduler enqueues its job."""
    session.add(
        Export(
            workspace_id=speaker.workspace_id,
            chat_id=speaker.chat_id,
            trace_id=context.trace_id,
            requested_at=context.now,
        )
    )
    await session.flush()


def has_exports(_: Any) -> ColumnElement[bool]:
    """Whether an archive is to be made."""
    return exists().where(col(Export.state) == "waiting")


async def enqueue_exports(services: Services) -> None:
    """Enqueue the making of each archive that waits. Called by the scheduler."""
    async with services.database.read_session() as session:
        waiting = (await session.exec(select(Export.id).where(Export.state == "waiting"))).all()
    for export_id in waiting:
        assert export_id is not None
        await services.producer.enqueue(MakeExport(export_id))


async def make_archive(
    session: AsyncSession, speaker: Speaker, export: Export, now: dt.datetime, progress: Progress
) -> list[OutboundMessage]:
    """Write the parts and the messages that send them, in the caller's transaction, which must have read nothing before.

    All rows are read as they are at its beginning. `progress` is told the per cent of the rows written.
    """
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    conditions = await exported_conditions(session, speaker)
    counts = await count_rows(session, conditions)
    scope = "workspace" if speaker.is_owner else "member"
    writer = ArchiveWriter(
        {
            "made_at": now.isoformat(),
            "scope": scope,
            "zone": str(speaker.zone),
            "member_id": speaker.member_id,
        }
    )
    total, written = max(1, sum(counts.values()) + counts.get("task", 0)), 0
    async for folder, name, suffix, lines, before, after in _pieces(session, speaker, conditions):
        body = await asyncio.to_thread(writer.write, folder, name, suffix, lines, before=before, after=after)
        written += len(lines)
        if body is not None:
            await _store(session, export, writer.parts, body)
        await progress(min(99, written * 100 // total))
    await _store(session, export, writer.parts + 1, await asyncio.to_thread(writer.end, counts))
    export.state, export.finished_at = "made", now
    session.add(export)
    messages = [
        _message(speaker, export, part, writer.parts, counts.get("task", 0), now)
        for part in range(1, writer.parts + 1)
    ]
    session.add_all(messages)
    await session.flush()
    return messages


async def _pieces(
    session: AsyncSession, speaker: Speaker, conditions: dict[str, ColumnElement[bool]]
) -> AsyncIterator[Piece]:
    """The files' contents: folder, name, suffix, lines, and what stands before and after them."""
    for name, condition in conditions.items():
        async for page in json_pages(session, speaker, METADATA.tables[name], condition):
            yield "data", name, "jsonl", [f"{row}\n" for row in page], "", ""
    names = await load_directory_names(session, speaker)
    number = 0
    async for tasks in task_pages(session, speaker):
        number += 1
        lines = csv_lines(speaker, names, tasks)
        yield "", f"tasks-{number:04}", "csv", [lines], csv_header(), ""
        if entries := calendar_entries(tasks):
            calendar = await asyncio.to_thread(write_ics, speaker.name, entries)
            yield "", f"tasks-{number:04}", "ics", [calendar.decode()], "", ""


async def _store(session: AsyncSession, export: Export, part: int, body: bytes) -> None:
    assert export.id is not None
    row = ExportPart(export_id=export.id, part=part, workspace_id=export.workspace_id, body=body)
    session.add(row)
    await session.flush()
    session.expunge(row)


def _message(
    speaker: Speaker, export: Export, part: int, parts: int, tasks: int, now: dt.datetime
) -> OutboundMessage:
    day = now.astimezone(speaker.zone)
    name = f"planner-{day:%Y-%m-%d}" + (f"-{part}-of-{parts}" if parts > 1 else "") + ".zip"
    return OutboundMessage(
        workspace_id=speaker.workspace_id,
        chat_telegram_id=speaker.chat_telegram_id,
        purpose=PURPOSE,
        method="sendDocument",
        payload={
            "document": {"export": export.id, "part": part},
            "filename": name,
            "caption": caption(speaker, part, parts, tasks),
        },
        dedupe_key=f"export:{export.id}:{part}",
        trace_id=export.trace_id,
        available_at=now,
        created_at=now,
    )
