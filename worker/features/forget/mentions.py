"""Takes a person out of the rows that stay: who a task is given to, whose series it is, and texts that name them."""

import re
from typing import Any

from sqlalchemy import Table, and_, cast, delete, func, literal, or_, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.all_tables import METADATA
from models.tables.chat import Chat
from models.tables.directory_event import DirectoryEvent
from models.tables.glossary_word import GlossaryWord
from models.tables.inbound_update import InboundUpdate
from models.tables.member import Member
from models.tables.model_call import ModelCall
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from worker.features.forget.erased_rows import EMPTIED, UPDATES, Conditions

_ASSIGNEE = "assignee_id"
# Endings that Russian names lose and change: «Дима», «Диме», «с Димой».
_ENDING = re.compile(r"(?<=\w{3})[аяейьоиыу]$")


async def clear_mentions(
    session: AsyncSession, workspace_id: int, member_id: int, conditions: Conditions
) -> None:
    """Empty or give to the owner what references the person from rows that stay. Safe to repeat."""
    member = await session.get(Member, member_id)
    if member is None or member.workspace_id != workspace_id:
        return
    await _empty_references(session, workspace_id, member_id, conditions)
    await _clear_events(session, workspace_id, member_id)
    await _keep_series(session, workspace_id, member_id)
    await _clear_answers(session, workspace_id, conditions)
    await _clear_texts(session, workspace_id, member)


async def _empty_references(
    session: AsyncSession, workspace_id: int, member_id: int, conditions: Conditions
) -> None:
    for table_name, column_name in EMPTIED:
        table = METADATA.tables[table_name]
        column = table.c[column_name]
        values: dict[str, Any] = {column_name: None}
        if column_name == _ASSIGNEE:
            values["version"] = table.c.version + 1
            gone = column == member_id
            gone &= ~conditions[table_name]
        else:
            operation = METADATA.tables["operation"]
            gone = column.in_(select(operation.c.id).where(conditions[operation.name]))
        await session.execute(
            update(table).where(table.c.workspace_id == workspace_id, gone).values(**values)
        )


async def _clear_events(session: AsyncSession, workspace_id: int, member_id: int) -> None:
    """An undo gives no task back to somebody who is not there."""
    for table_name, column_name in (
        ("task_event", "before"),
        ("task_event", "after"),
        ("series_task", "template"),
    ):
        await session.execute(
            _without_assignee(METADATA.tables[table_name], column_name, workspace_id, member_id)
        )
    await session.execute(
        delete(DirectoryEvent).where(
            col(DirectoryEvent.workspace_id) == workspace_id,
            col(DirectoryEvent.subject) == "member",
            col(DirectoryEvent.subject_id) == member_id,
        )
    )


def _without_assignee(table: Table, column_name: str, workspace_id: int, member_id: int) -> Any:
    column = table.c[column_name]
    nobody = func.jsonb_set(column, cast(literal([_ASSIGNEE]), ARRAY(Text)), text("'null'::jsonb"))
    return (
        update(table)
        .where(table.c.workspace_id == workspace_id, column[_ASSIGNEE].astext == str(member_id))
        .values({column_name: nobody})
    )


async def _keep_series(session: AsyncSession, workspace_id: int, member_id: int) -> None:
    """Series that the person began go on in the owner's chat, but for private ones, which go with their tasks."""
    chats = select(Chat.id).where(Chat.workspace_id == workspace_id, Chat.member_id == member_id)
    owners = (
        select(Chat.id)
        .join(Member, col(Member.id) == col(Chat.member_id))
        .where(Chat.workspace_id == workspace_id, col(Member.is_owner), Chat.kind == "private")
        .order_by(col(Chat.id))
        .limit(1)
    )
    owner = (await session.exec(owners)).first()
    if owner is not None:
        series = METADATA.tables["series_task"]
        await session.execute(update(series).where(series.c.chat_id.in_(chats)).values(chat_id=owner))


async def _clear_answers(session: AsyncSession, workspace_id: int, conditions: Conditions) -> None:
    """What a model answered about the person's messages quotes them; the figures stay."""
    traces = select(InboundUpdate.trace_id).where(conditions[UPDATES.name])
    await session.execute(
        update(ModelCall)
        .where(col(ModelCall.workspace_id) == workspace_id, col(ModelCall.trace_id).in_(traces))
        .values(answer=None)
    )


async def _clear_texts(session: AsyncSession, workspace_id: int, member: Member) -> None:
    """Messages already sent that name the person lose their text; so do reasons, answers and hints."""
    named = name_pattern([member.name, *member.aliases])
    sent = col(OutboundMessage.state).in_(("sent", "failed", "unknown"))
    places: tuple[tuple[Any, Any, dict[str, Any]], ...] = (
        (OutboundMessage, and_(sent, _says(OutboundMessage.payload, named)), {"payload": {}}),
        (Operation, _says(Operation.reasons, named), {"reasons": None}),
        (ModelCall, _says(ModelCall.answer, named), {"answer": None}),
    )
    for table, found, values in places:
        await session.execute(
            update(table).where(col(table.workspace_id) == workspace_id, found).values(**values)
        )
    await session.execute(
        delete(GlossaryWord).where(
            col(GlossaryWord.workspace_id) == workspace_id,
            or_(col(GlossaryWord.word).regexp_match(named, "i")),
        )
    )


def _says(column: Any, pattern: str) -> Any:
    return cast(col(column), Text).regexp_match(pattern, "i")


def name_pattern(names: list[str]) -> str:
    """A regular expression of PostgreSQL's for words that are one of these names, in any of its Russian cases."""
    stems = [r"\s+".join(map(_stem, name.split())) for name in names if name.strip()]
    return rf"\m({'|'.join(stems)})\M"


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    return re.sub(r"(\W)", r"\\\1", stem) + (r"\w{0,3}" if re.search(r"[а-яё]", word.lower()) else "")
