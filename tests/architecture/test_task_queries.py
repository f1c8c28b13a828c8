"""Whoever handles a message or a tap reads tasks from worker/core/task_access.py, which asks who is speaking."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import parsed
from tests.architecture.task_queries import task_queries

WORKER = Path(__file__).parents[2] / "worker"
PLACE = "core/task_access.py"
# What runs for nobody in particular: the clock, the background, statistics. Nothing here answers a message or a tap.
FOR_NOBODY = {
    "scheduler and reconciler": (
        "features/digests/unanswered_events.py",
        "features/assignments/queries.py",
        "features/planning/offer_replan.py",
        "features/recurrence/queries.py",
        "features/recurrence/service.py",
        "features/reminders/queries.py",
        "reconciler.py",
    ),
    "embeddings": ("embeddings/backlog.py", "jobs/embed_backlog.py", "jobs/embed_tasks.py"),
    "estimates, of a business's history": (
        "features/capture/model_estimate.py",
        "features/estimates/estimate.py",
        "features/estimates/accuracy.py",
    ),
    # Of many recipients at once; `Facts.mine` and `Facts.others` say who is told of what.
    "digests": (
        "features/digests/missed_series.py",
        "features/digests/queries.py",
        "features/digests/week_figures.py",
    ),
}
ALLOWED = {PLACE, *(path for paths in FOR_NOBODY.values() for path in paths)}


def test_no_handler_queries_tasks_by_itself() -> None:
    found = {
        str(path.relative_to(WORKER)): queries
        for path in WORKER.rglob("*.py")
        if str(path.relative_to(WORKER)) not in ALLOWED and (queries := task_queries(path.read_text()))
    }
    assert found == {}


def test_nothing_is_allowed_that_needs_no_leave() -> None:
    needless = {path for path in ALLOWED if not task_queries((WORKER / path).read_text())}
    assert needless == set()


def test_no_command_and_no_callback_is_among_those_that_run_for_nobody() -> None:
    handlers = {
        path for path in ALLOWED if "router/" in path or path.endswith(("commands.py", "callbacks.py"))
    }
    assert handlers == set()


def test_the_place_answers_nobody_without_knowing_who_speaks() -> None:
    functions = [
        node
        for node in parsed(WORKER / PLACE).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]
    assert len(functions) > 5
    assert [f.name for f in functions if "speaker" not in {arg.arg for arg in f.args.args}] == []


@pytest.mark.parametrize(
    "line",
    [
        "select(Task).where(Task.id == 1)",
        "select(Task.id)",
        "select(func.count(Task.id))",
        "select(Plan, Task)",
        "columns(Task.number)",
        "session.get(Task, 1, with_for_update=True)",
        "session.get_one(Task, 1)",
        "select(TaskEvent).join(Task, col(Task.id) == col(TaskEvent.task_id))",
        "select(TaskEvent).where(TaskEvent.task_id == Task.id, Task.workspace_id == 1)",
        "statement.join(Task)",
        "update(Task).values(status='done')",
        "delete(Task)",
        "exists().where(col(Task.id) == 1)",
        "session.exec(text('SELECT * FROM task'))",
        "select(Task.__table__.c.id)",
        "aliased(Task)",
        "select(Other).where(Other.workspace_id == 1)",
    ],
)
def test_a_planted_query_is_found(line: str) -> None:
    source = (
        "from sqlalchemy import select as columns\nfrom models.tables.task import Task, Task as Other\n"
        f"async def handler(session, speaker):\n    return await session.exec({line})\n"
    )
    assert len(task_queries(source)) >= 1


def test_a_query_that_is_put_together_in_steps_is_found() -> None:
    source = (
        "from models.tables.task import Task\ndef handler():\n    wanted = select(Plan)\n"
        "    wanted = wanted.where(Task.workspace_id == 1)\n    return wanted\n"
    )
    assert len(task_queries(source)) == 1
    assert len(task_queries("import models.tables.task\nfrom models import task\n")) == 2


def test_what_begins_with_the_speakers_reach_may_be_narrowed_down() -> None:
    source = (
        "from models.tables.task import Task\ndef handler(speaker, tasks: list[Task]):\n"
        "    statement = reachable_tasks(speaker).where(Task.status == 'open').order_by(col(Task.number))\n"
        "    statement = statement.join(TaskEvent, col(TaskEvent.task_id) == col(Task.id))\n"
        "    return select(TaskEvent).where(TaskEvent.task_id == tasks[0].id)\n"
    )
    assert task_queries(source) == []
