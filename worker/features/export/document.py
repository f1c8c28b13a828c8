"""Puts the part of an archive that an outbox row names into its message, at the time it is sent."""

from typing import Any

from sqlmodel import select

from models.runtime.database import Database
from models.tables.export import ExportPart


class ArchiveGoneError(Exception):
    """The part is not kept any more: nothing can be sent."""


async def with_document(database: Database, payload: dict[str, Any]) -> dict[str, Any]:
    """A message's arguments with the bytes of its part; any other payload as it is. Raises ArchiveGoneError."""
    wanted = payload.get("document")
    if not isinstance(wanted, dict):
        return payload
    statement = select(ExportPart.body).where(
        ExportPart.export_id == wanted["export"], ExportPart.part == wanted["part"]
    )
    async with database.transaction() as session:
        body = (await session.exec(statement)).first()
    if body is None:
        raise ArchiveGoneError("the archive is not kept any more")
    return payload | {"document": body}
