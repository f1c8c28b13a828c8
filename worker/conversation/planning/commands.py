"""Commands of planning, in one list."""

from collections.abc import Awaitable, Callable

from worker.conversation.commands.request import Request
from worker.conversation.planning.accuracy import accuracy
from worker.conversation.planning.after import after
from worker.conversation.planning.asking import plan_requested
from worker.conversation.planning.find import find
from worker.conversation.planning.hours import hours
from worker.conversation.planning.now import now_answer
from worker.conversation.reply import Reply
from worker.understanding.actions import PlanScope

_SCOPES: dict[str, PlanScope] = {
    "tomorrow": "tomorrow",
    "week": "week",
    "завтра": "tomorrow",
    "неделя": "week",
    "неделю": "week",
}


async def _plan(request: Request) -> list[Reply]:
    words = request.argument.lower().split()
    scope: PlanScope = next((_SCOPES[word] for word in words if word in _SCOPES), "today")
    return await plan_requested(request.session, request.speaker, scope, request.argument, request.moment)


async def _now(request: Request) -> list[Reply]:
    return [await now_answer(request.session, request.speaker, request.moment)]


async def _accuracy(request: Request) -> list[Reply]:
    return [await accuracy(request.session, request.speaker, request.moment.now)]


async def _find(request: Request) -> list[Reply]:
    return [await find(request.session, request.speaker, request.argument, request.moment.now)]


PLANNING_COMMANDS: dict[str, Callable[[Request], Awaitable[list[Reply]]]] = {
    "plan": _plan,
    "now": _now,
    "accuracy": _accuracy,
    "find": _find,
    "hours": hours,
    "after": after,
}
