"""A handler's changes, its answers and what must follow them: committed together, then queued."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.queue.jobs import DeliverMessage, EmbedTasks
from models.tables.chat import Chat
from models.tables.outbox import OutboundMessage
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.job_result import JobResult
from worker.core.reply import has_pages, outbox_row
from worker.core.reply_place import ReplyPlace, in_place
from worker.core.row_changes import RowChanges, count_row_changes
from worker.services import Services


@dataclass(frozen=True, slots=True)
class CommittedResult:
    """What a handler did, the rows it changed, and its answers in the outbox."""

    done: HandlerResult
    changes: RowChanges
    answers: list[OutboundMessage]

    def touches(self, table: str) -> bool:
        """Whether a row of this table was made or changed."""
        return bool(self.changes.made[table] or self.changes.changed[table])

    def facts(self) -> dict[str, Any]:
        """What the results of jobs tell of it: rows by table, the operation and its reader, the answers' ids."""
        operation = self.changes.operation
        return {
            "operation": operation.id if operation else None,
            "reader": operation.reader if operation else "",
            "made": self.changes.made,
            "changed": self.changes.changed,
            "answers": [row.id for row in self.answers if row.id is not None],
        }


async def commit_handler_result(
    services: Services,
    handler: Handler,
    context: HandlerContext,
    *,
    chat_telegram_id: int,
    dedupe_key: str,
    begin: Callable[[AsyncSession], Awaitable[JobResult | None]],
    finish: Callable[[AsyncSession, HandlerResult], Awaitable[None]] | None = None,
    waited_seconds: float = 0.0,
    place: ReplyPlace | None = None,
) -> CommittedResult | JobResult:
    """Apply a handler and put its answers into the outbox, in one transaction; the first commit wins.

    `begin` locks the row of the message and marks it handled; it returns a result where there is nothing to do (any
    more), and nothing is applied. `dedupe_key` is the same in each run of the same message. `place` is where in a group
    the answers go.
    """
    async with services.database.transaction() as session:
        over = await begin(session)
        if over is not None:
            return over
        with count_row_changes(session) as changes:
            done = await handler.apply(session, context)
            done.replies = in_place(done.replies, place)
            await session.flush()
        turns = any(has_pages(reply) for reply in done.replies)
        language = done.language
        if turns and not language:
            language = await _language(session, chat_telegram_id)
        answers = _outbox_rows(done, context, chat_telegram_id, dedupe_key, language)
        session.add_all(answers)
        if finish is not None:
            await finish(session, done)
        await session.flush()
    await _enqueue(services, done, answers, context.trace_id, waited_seconds)
    return CommittedResult(done, changes, answers)


async def _language(session: AsyncSession, chat_telegram_id: int) -> str:
    """The chat's language, as it is after the handler's changes."""
    statement = select(Chat.language).where(Chat.telegram_id == chat_telegram_id)
    return (await session.exec(statement)).first() or "en"


def _outbox_rows(
    done: HandlerResult, context: HandlerContext, chat_telegram_id: int, dedupe_key: str, language: str
) -> list[OutboundMessage]:
    return [
        outbox_row(
            reply,
            workspace_id=done.workspace_id,
            chat_telegram_id=chat_telegram_id,
            dedupe_key=f"{dedupe_key}:{index}",
            trace_id=context.trace_id,
            now=context.now,
            language=language or "en",
        )
        for index, reply in enumerate(done.replies)
    ]


async def _enqueue(
    services: Services, done: HandlerResult, answers: list[OutboundMessage], trace_id: str, waited: float
) -> None:
    """Only after the commit; what a crash leaves undone here, the reconciler does."""
    for row in answers:
        assert row.id is not None
        await services.producer.enqueue(DeliverMessage(row.id, trace_id), waited_seconds=waited)
    if done.embeds is not None and done.workspace_id is not None:
        await services.producer.enqueue(EmbedTasks(done.embeds, done.workspace_id, trace_id))
