"""Creates a project for a message that names a new one."""

import datetime as dt
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.operation import Operation
from worker.core.speaker import Speaker
from worker.features.directory.entries import PROJECT, Entry
from worker.features.directory.name_checks import clean_name
from worker.features.directory.queries import load_directory
from worker.features.directory.recorder import DirectoryRecorder

ProjectProblem = Literal["owner_only", "bad_value", "project_exists"]


async def create_project(
    session: AsyncSession,
    speaker: Speaker,
    name: str,
    business_id: int | None,
    operation: Operation,
    now: dt.datetime,
) -> Entry | ProjectProblem:
    """The new project, which is undone with the rest of the operation, or why there is none: only the owner may."""
    if not speaker.is_owner:
        return "owner_only"
    name = clean_name(name)
    rows = await load_directory(session, speaker.workspace_id, changing=True)
    if not name or len(rows.all_of(PROJECT)) >= PROJECT.most:
        return "bad_value"
    if rows.exactly(PROJECT, name) is not None:
        return "project_exists"
    return await DirectoryRecorder(session, rows, operation, now).make(
        PROJECT, name=name, business_id=business_id
    )
