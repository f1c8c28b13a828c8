"""What stands in the way of reading an archive back, and the parts of it that were sent."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as columns
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.appointment import Appointment
from models.tables.group_chat import GroupChat
from models.tables.member import Member
from models.tables.note import Note
from models.tables.task import Task
from worker.core.speaker import Speaker
from worker.features.restore.read_archive import ArchivePart

# Where a part is kept in the proposal of the note that was made of its file.
PART_KEY = "archive_part"


async def rows_in_the_way(session: AsyncSession, speaker: Speaker) -> dict[str, int]:
    """What there is in the workspace that an archive would take the place of, by table; empty for an empty planner.

    Tasks that were dropped, and what setting the planner up has made (settings, businesses), are no work of anybody's.
    """
    open_note = (col(Note.state) == "open") & col(Note.proposal).is_(None)
    counted: tuple[tuple[type[SQLModel], Any, ColumnElement[bool]], ...] = (
        (Task, Task.workspace_id, col(Task.status) != "dropped"),
        (Note, Note.workspace_id, open_note),
        (Appointment, Appointment.workspace_id, col(Appointment.subscription_id).is_(None)),
        (Member, Member.workspace_id, col(Member.telegram_user_id).is_not(None) & ~col(Member.is_owner)),
        (GroupChat, GroupChat.workspace_id, col(GroupChat.removed_at).is_(None)),
    )
    found = {}
    for table, workspace, condition in counted:
        statement = (
            columns(func.count()).select_from(table).where(workspace == speaker.workspace_id, condition)
        )
        found[str(table.__tablename__)] = int((await session.execute(statement)).scalar_one())
    return {name: count for name, count in found.items() if count}


@dataclass(frozen=True, slots=True)
class SentParts:
    """The parts of one archive that were sent to a chat: by number, each with Telegram's id of its file."""

    parts: dict[int, tuple[ArchivePart, str]] = field(default_factory=dict)

    @property
    def last(self) -> ArchivePart | None:
        """The last part, which counts the rows of all."""
        return next((part for part, _file_id in self.parts.values() if part.last), None)

    @property
    def missing(self) -> list[int]:
        """The numbers of the parts that are not there, as far as they are known."""
        end = self.last.number if self.last is not None else max(self.parts, default=0)
        return [number for number in range(1, end + 1) if number not in self.parts]

    @property
    def is_whole(self) -> bool:
        """Whether every part is there."""
        return self.last is not None and not self.missing

    @property
    def file_ids(self) -> list[str]:
        """The files in the order of the parts."""
        return [self.parts[number][1] for number in sorted(self.parts)]


async def sent_parts(session: AsyncSession, speaker: Speaker, made_at: str) -> SentParts:
    """The parts of the archive made at that instant in the open notes of the speaker's chat; the newest of each number."""
    statement = select(Note).where(
        Note.chat_id == speaker.chat_id,
        Note.state == "open",
        or_(col(Note.proposal)[PART_KEY]["made_at"].astext == made_at),
    )
    notes = (await session.exec(statement.order_by(col(Note.id)))).all()
    return SentParts(dict(part_in(note) for note in notes))


def part_in(note: Note) -> tuple[int, tuple[ArchivePart, str]]:
    """The part that a note was made of: its number, what it is, and its file. Raises KeyError for any other note."""
    kept = (note.proposal or {})[PART_KEY]
    part = ArchivePart(kept["made_at"], kept["number"], kept["last"], kept["rows"])
    return part.number, (part, kept["file_id"])
