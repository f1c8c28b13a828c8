"""Carries out what a program asks for: one operation of the owner's for each request, or none and the reason why not."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime.trace_id import trace_of
from models.tables.api_token import ApiToken, ProgramRequest
from models.tables.operation import Operation
from models.tables.task import Task
from worker.core.directory_names import load_directory_names
from worker.core.handler import Handler, HandlerContext, HandlerResult
from worker.core.operations import PROGRAM_KIND, new_operation
from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.core.task_access import default_assignee_id, reachable_task
from worker.core.task_recorder import TaskRecorder
from worker.features.estimates.service import estimate_tasks
from worker.features.operations.service import undo_operation
from worker.features.operations.views import undone_lines
from worker.features.programs.fields import RequestProblem, columns_of
from worker.features.programs.queries import operations_of_request
from worker.features.programs.views import told_of_program
from worker.features.tasks.service import complete_task, completion_follow_ups, drop_task
from worker.features.tasks.views import card_of


def request_handler(token: ApiToken, speaker: Speaker, request_id: int, wanted: Mapping[str, Any]) -> Handler:
    """The handler of a request that names what it wants, which `api/programs` has checked for its form."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        request = _Request(session, speaker, token, context)
        try:
            async with session.begin_nested():
                done = await request.carry_out(wanted)
        except RequestProblem as problem:
            return record_request(session, token, request_id, context, HandlerResult(), problem.code)
        return record_request(session, token, request_id, context, done)

    return Handler(apply)


def refused_handler(token: ApiToken, request_id: int, problem: str) -> Handler:
    """The handler of a request that changes nothing."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        return record_request(session, token, request_id, context, HandlerResult(), problem)

    return Handler(apply)


def recording_request(handler: Handler, token: ApiToken, speaker: Speaker, request_id: int) -> Handler:
    """The handler of a request in words, which leaves the same record and tells the owner that it was a program's."""

    async def apply(session: AsyncSession, context: HandlerContext) -> HandlerResult:
        done = await handler.apply(session, context)
        done.replies = told_of_program(speaker, token, done.replies)
        return record_request(session, token, request_id, context, done)

    return Handler(apply, handler.prepare, handler.compute)


def record_request(
    session: AsyncSession,
    token: ApiToken,
    request_id: int,
    context: HandlerContext,
    done: HandlerResult,
    problem: str | None = None,
) -> HandlerResult:
    """Write what came of a request, in the transaction of its effect."""
    done.workspace_id = token.workspace_id
    session.add(
        ProgramRequest(
            id=request_id,
            workspace_id=token.workspace_id,
            token_id=token.id or 0,
            problem=problem,
            made_at=context.now,
        )
    )
    return done


class _Request:
    """One request within its transaction. Each method raises RequestProblem and has changed nothing then."""

    def __init__(
        self, session: AsyncSession, speaker: Speaker, token: ApiToken, context: HandlerContext
    ) -> None:
        self._session, self._speaker, self._token, self._context = session, speaker, token, context

    async def carry_out(self, wanted: Mapping[str, Any]) -> HandlerResult:
        match wanted.get("intent"):
            case "create":
                return await self._create(wanted["fields"])
            case "change":
                return await self._change(wanted["number"], wanted["fields"])
            case "done":
                return await self._done(wanted["number"], wanted.get("actual_minutes"))
            case "drop":
                return await self._drop(wanted["number"])
            case "undo":
                return await self._undo(wanted["request_id"])
            case _:
                raise RequestProblem("unknown_intent")

    async def _create(self, fields: Mapping[str, Any]) -> HandlerResult:
        names = await load_directory_names(self._session, self._speaker)
        columns = columns_of(fields, self._speaker, names, None)
        columns.setdefault("assignee_id", default_assignee_id(self._speaker))
        operation = await self._operation(PROGRAM_KIND)
        task = await TaskRecorder(self._session, operation, self._context.now).create(**columns)
        await estimate_tasks(self._session, [task], operation, self._context)
        return await self._told(operation, embeds=operation.id)

    async def _change(self, number: int, fields: Mapping[str, Any]) -> HandlerResult:
        task = await self._open_task(number)
        names = await load_directory_names(self._session, self._speaker)
        columns = columns_of(fields, self._speaker, names, task)
        operation = await self._operation(PROGRAM_KIND)
        differs = await TaskRecorder(self._session, operation, self._context.now).change(task, **columns)
        return await self._told(operation, embeds=operation.id) if differs else HandlerResult()

    async def _done(self, number: int, minutes: int | None) -> HandlerResult:
        task = await self._open_task(number)
        operation = await self._operation("done")
        if minutes is not None:
            recorder = TaskRecorder(self._session, operation, self._context.now)
            await recorder.change(task, actual_minutes=minutes, actual_source="person")
        await complete_task(self._session, task, operation, self._context)
        told, asked = await completion_follow_ups(self._session, self._speaker, [task], self._context)
        return await self._told(operation, note=told, more=asked)

    async def _drop(self, number: int) -> HandlerResult:
        task = await self._open_task(number)
        return await self._told(await drop_task(self._session, self._speaker, task, self._context))

    async def _undo(self, request_id: int) -> HandlerResult:
        """Undo what an earlier request of the same token did, as far as it was not changed since."""
        session, context = self._session, self._context
        found = await operations_of_request(session, self._token, request_id, trace_of(request_id))
        if found is None:
            raise RequestProblem("unknown_operation")
        replies: list[Reply] = []
        for operation_id in found:
            undone = await undo_operation(
                session, self._speaker, operation_id, trace_id=context.trace_id, now=context.now
            )
            if undone is not None:
                lines = undone_lines(self._speaker.translator, undone)
                done = await self._told(undone.operation, note="\n".join(lines) or None)
                replies += done.replies
        if not replies:
            raise RequestProblem("nothing_to_undo")
        return HandlerResult(replies)

    async def _open_task(self, number: int) -> Task:
        task = await reachable_task(self._session, self._speaker, number=number)
        if task is None:
            raise RequestProblem("no_such_task")
        if task.status != "open":
            raise RequestProblem("not_open")
        return task

    async def _operation(self, kind: str) -> Operation:
        return await new_operation(self._session, self._speaker, kind, self._context)

    async def _told(
        self,
        operation: Operation,
        *,
        note: str | None = None,
        more: list[Reply] | None = None,
        embeds: int | None = None,
    ) -> HandlerResult:
        card = await card_of(self._session, operation, self._speaker, self._context.now, note=note, ask=False)
        replies = told_of_program(self._speaker, self._token, [card, *(more or [])])
        return HandlerResult(replies, embeds=embeds)
