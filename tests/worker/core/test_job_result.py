"""Results: every job tells the operator what it did, in ids and counts, and never in a person's words."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import col, select

from models.queue.jobs import (
    EmbedBacklog,
    EmbedTasks,
    EraseData,
    FetchCalendar,
    FollowAssignments,
    MakeCalendar,
    MakeExport,
    RestoreArchive,
)
from models.tables.job_run import JobRun
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.outbox import OutboundMessage
from tests.invariants.service_faults import rows, services_of
from tests.planner import Planner, Stores
from tests.stories.schedules.schedule_steps import MONDAY_7, berlin, digests, go_to, settled_run
from tests.worker.failing_jobs import ATTEMPT, JOB
from worker.core.job_result import MAX_RESULT_BYTES, JobResult, stored_result
from worker.core.reply import BULK_PURPOSES
from worker.main import JOBS
from worker.queue.attempts import Attempts
from worker.queue.retry_policy import JobDefinition

# Said in every message: where this word stands, a person's words stand.
CANARY = "Zanzibar"


async def done(planner: Planner, name: str) -> list[dict[str, Any]]:
    """The results of a job's attempts that did their work, the oldest first."""
    found = select(JobRun.result).where(JobRun.job_name == name, JobRun.state == "done")
    await planner.eventually(found)
    return await planner.rows(found.order_by(col(JobRun.id)))


def of_model(title: str) -> dict[str, Any]:
    rest = dict.fromkeys(("business", "project", "assignee", "priority", "rrule", "remind"))
    due = {"words": "today", "date": None, "time": None}
    return {"actions": [{"kind": "create", "title": title, "due": due, "minutes": 15, **rest}]}


@pytest.fixture
async def week(stores: Stores) -> AsyncIterator[Planner]:
    """A planner with a model that is away: what is read by rules now is read again later."""
    go_to(MONDAY_7)
    async with Planner.running(stores, with_model=True, understanding="openai") as planner:
        await planner.openai.inject("chat", "error", code=503, times=None)
        yield planner


async def test_every_job_in_the_list_leaves_a_result(week: Planner) -> None:
    await week.tell("/start")
    card = await week.tell(f"Call {CANARY} today at 11:00, remind me an hour before")
    await week.tell(f"Every Monday at 9:00 write to {CANARY}")
    await week.tell("/plan 7:30 weekdays")
    await week.telegram.say(f"I am {CANARY}", user=4242)
    await week.settled()
    go_to(berlin(23, 7, 30))
    await settled_run(week, 23, kind="day_plan")
    go_to(berlin(23, 8))
    await settled_run(week, 23)
    go_to(berlin(23, 10))
    while len(await digests(week)) < 3:
        await asyncio.sleep(0.01)
    await done(week, "send_reminders")
    await week.openai.reset()
    await week.openai.answer(CANARY, of_model(f"Call {CANARY} again"))
    go_to(berlin(23, 11))
    await week.eventually(select(JobRun.id).where(col(JobRun.result)["state"].as_string() == "settled"))
    await week.settled()
    (workspace,) = await week.rows(select(Operation.workspace_id).distinct())
    await week.workers[-1].services.producer.enqueue(EmbedBacklog(workspace))
    await done(week, "embed_backlog")
    (member,) = await week.rows(select(Member.id).where(col(Member.is_owner)))
    # Nobody asked for a calendar, subscribed to one, gave a task away, or wants their data: nothing to do is a result.
    for job in (
        MakeCalendar(member),
        FetchCalendar(1),
        FollowAssignments(),
        EraseData(1),
        MakeExport(1),
        RestoreArchive(1),
    ):
        await week.workers[-1].services.producer.enqueue(job)
    for kind in JOBS:
        assert all(await done(week, kind.name)), f"{kind.name} left an attempt without a result"

    handled = [one for one in await done(week, "handle_update") if one.get("made", {}).get("task")]
    first = handled[0]
    operation = (await week.rows(select(Operation).order_by(col(Operation.id))))[0]
    assert (first["outcome"], first["kind"], first["reader"]) == ("done", "text", "rules")
    assert first["operation"] == operation.id
    assert first["made"]["task"] == 1
    answers = await week.rows(select(OutboundMessage).where(OutboundMessage.telegram_message_id == card.id))
    assert first["answers"] == [answers[0].id]
    started = (await done(week, "handle_update"))[0]
    assert started["command"] == "start"

    delivered = [one["sent"] for one in await done(week, "deliver_message") if "sent" in one]
    assert {str(answers[0].id): card.id} in delivered
    (ended,) = await done(week, "send_digest")
    assert (ended["state"], ended["messages"]) == ("rendered", 1)
    assert ended["made"]["plan_block"] >= 1
    assert sum(one["messages"] for one in await done(week, "render_digests")) >= 1
    assert sum(one["due"] for one in await done(week, "send_reminders")) == 1
    bulk = select(OutboundMessage.id).where(col(OutboundMessage.purpose).in_(BULK_PURPOSES))
    assert sum(one["sent"] for one in await done(week, "send_bulk")) == len(await week.rows(bulk)) >= 4
    assert sum(one["looked_at"] for one in await done(week, "follow_series")) >= 1
    states = {one["state"] for one in await done(week, "read_late")}
    assert states == {"postponed", "settled"}
    embedded = await done(week, "embed_tasks")
    assert sum(one["embedded"] + one["left_for_later"] + one["unchanged"] for one in embedded) >= 2

    kept = await rows(week, "SELECT result::text, log::text FROM job_run")
    assert all(CANARY not in f"{result} {log}" for result, log in kept)
    # A stranger is nobody's customer: that one came is all that is known.
    assert {"outcome": "stranger"} in await done(week, "handle_update")
    assert "4242" not in "".join(result or "" for result, _ in kept)


async def test_a_message_that_telegram_refuses_says_why_it_was_not_sent(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.telegram.inject("sendMessage", "error", code=403, description="Forbidden: bot was blocked")
    await planner.telegram.say("Call Anna")
    found = select(JobRun.result).where(
        JobRun.job_name == "deliver_message", col(JobRun.result).has_key("not_sent")
    )
    (result,) = await planner.eventually(found)
    assert list(result["not_sent"].values()) == ["failed: Blocked"]


@dataclass(frozen=True, slots=True)
class Long(JobResult):
    ids: list[int]
    names: dict[str, str]
    text: str = ""
    nothing: int | None = None
    zero: int = 0


def test_a_result_is_short_whatever_was_done() -> None:
    text = stored_result(Long(list(range(1000)), {str(n): "x" * 500 for n in range(1000)}, "y" * 10_000))
    assert len(text.encode()) <= MAX_RESULT_BYTES
    facts = json.loads(text)
    assert facts["ids"] == [*range(20), "and 980 more"]
    assert facts["text"] == "y" * 80
    assert "nothing" not in facts
    assert facts["zero"] == 0
    assert json.loads(stored_result(Long([], {"a": "b"}))) == {"names": {"a": "b"}, "zero": 0}


async def test_a_job_that_returns_nothing_fails_in_the_open(stores: Stores) -> None:
    async def silent(_services, _job):
        return None

    async with Planner.running(stores, workers=0) as quiet, services_of(quiet) as services:
        await Attempts(
            services, (JobDefinition(job=EmbedTasks, run=silent, timeout_seconds=5, retry_delays=()),)
        ).run("embed_tasks", dict(JOB), ATTEMPT)
        [run] = await rows(quiet, "SELECT state, error, result FROM job_run")
    assert (run.state, run.result) == ("dead", None)
    assert run.error.startswith("TypeError")
