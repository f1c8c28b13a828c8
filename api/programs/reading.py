"""What programs read: tasks, the plan of today, and what came of their requests."""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query

from api.programs.authentication import AccessDep, StoresDep
from api.programs.bodies import (
    LARGEST_NUMBER,
    Day,
    Name,
    OperationState,
    PlanBody,
    TaskBody,
    TaskPage,
    TaskStatus,
)
from api.programs.refusals import RefusedError, refusals
from models.console.page_cursor import BadCursorError, Cursor, read_cursor
from models.console.row_ids import LARGEST_ID
from models.programs.plan_queries import plan_of_day
from models.programs.request_status import request_status
from models.programs.task_queries import TaskFilter, find_task, list_tasks
from models.runtime import clock
from models.runtime.local_time import local_day

router = APIRouter(tags=["reading"], responses=refusals(401, 422, 429, 503))
TaskNumber = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]


@router.get("/tasks", response_model=TaskPage)
async def get_tasks(
    access: AccessDep,
    stores: StoresDep,
    status: TaskStatus | Literal["all"] = "open",
    business: Name | None = None,
    assignee: Name | None = None,
    due_from: Day | None = None,
    due_to: Day | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    cursor: Annotated[str, Query(max_length=400)] = "",
) -> dict[str, Any]:
    """The tasks within the token's reach, by number, a page at a time."""
    wanted = TaskFilter(
        None if status == "all" else status, business, assignee, _day(due_from), _day(due_to), _number(cursor)
    )
    async with stores.connection() as connection:
        found = await list_tasks(connection, access, wanted, limit + 1)
    page = found[:limit]
    more = Cursor(None, page[-1]["number"]).token() if len(found) > limit else None
    return {"tasks": page, "next": more}


@router.get("/tasks/{number}", response_model=TaskBody, responses=refusals(404))
async def get_task(access: AccessDep, stores: StoresDep, number: TaskNumber) -> dict[str, Any]:
    """One task."""
    async with stores.connection() as connection:
        found = await find_task(connection, access, number)
    if found is None:
        raise RefusedError(404, "not_found", "There is no such task within the reach of this token.")
    return found


@router.get("/plan/today", response_model=PlanBody, responses=refusals(404))
async def get_plan_of_today(access: AccessDep, stores: StoresDep) -> dict[str, Any]:
    """The owner's plan of today, as far as its tasks are within the token's reach."""
    async with stores.connection() as connection:
        found = await plan_of_day(connection, access, local_day(clock.now(), access.zone))
    if found is None:
        raise RefusedError(404, "no_plan", "There is no plan of today.")
    return found


@router.get("/operations/{request_id}", response_model=OperationState, responses=refusals(404))
async def get_operation(
    access: AccessDep, stores: StoresDep, request_id: Annotated[int, Path(ge=1, le=LARGEST_ID)]
) -> dict[str, Any]:
    """What came of a request of this token."""
    async with stores.connection() as connection:
        found = await request_status(connection, stores.redis, access, request_id)
    if found is None:
        raise RefusedError(404, "not_found", "This token made no such request, or it was long ago.")
    return found


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _number(cursor: str) -> int:
    try:
        found = read_cursor(cursor, "int")
    except BadCursorError as error:
        raise RefusedError(422, "invalid", "query.cursor: not a cursor of this list") from error
    return 0 if found is None else min(found.id, LARGEST_NUMBER)
