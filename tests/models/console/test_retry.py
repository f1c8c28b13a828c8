"""A message that failed for good is sent again, at its place in its chat."""

import asyncio

from sqlmodel import col, select

from models.console import dead_letter_queries
from models.console.cancel_job import cancel_job
from models.console.dead_letter_commands import (
    discard_dead_letter,
    retry_dead_job,
    retry_dead_letter,
    retry_dead_letter_kind,
)
from models.console.operator_context import OperatorContext
from models.console.run_job_now import run_job_now
from models.queue import keys
from models.runtime import clock
from models.tables.dead_letter import DeadLetter
from models.tables.inbound_update import InboundUpdate
from models.tables.job_run import JobRun
from models.tables.task import Task
from tests.models.console.conftest import Poison
from tests.planner import OWNER, Planner

LANE = keys.LANE + keys.lane_of_chat(OWNER)


async def _titles(planner: Planner) -> list[str]:
    return [task.title for task in await planner.rows(select(Task).order_by(col(Task.id)))]


async def _dies(planner: Planner, operator_context: OperatorContext, words: str) -> DeadLetter:
    """Say it and let every attempt fail, without waiting for the retry delays."""
    await planner.telegram.say(words)
    open_letters = select(DeadLetter).where(col(DeadLetter.resolved_at).is_(None))
    while not (found := await planner.rows(open_letters)):
        for waiting in await planner.rows(select(JobRun).where(JobRun.state == "retry")):
            await run_job_now(operator_context, waiting.job_id)
    await planner.settled()
    return found[0]


async def test_a_dead_message_is_sent_again_and_takes_effect(
    planner: Planner, operator_context: OperatorContext, poison: Poison
) -> None:
    await planner.tell("/start")
    await poison.works()
    letter = await _dies(planner, operator_context, "Buy poison for the rats")
    assert letter.payload is not None
    assert letter.attempts == 4
    await poison.ends()

    result = await retry_dead_letter(operator_context, letter.id, clock.now())
    assert result.outcome == "done"
    await planner.settled()

    assert await _titles(planner) == ["Buy poison for the rats"]
    (row,) = await planner.rows(
        select(InboundUpdate).where(InboundUpdate.update_id == letter.arguments["update_id"])
    )
    assert (row.outcome, row.payload) == ("done", None)
    (after,) = await planner.rows(select(DeadLetter))
    assert after.resolution == "retried"
    states = [
        run.state
        for run in await planner.rows(
            select(JobRun).where(JobRun.job_id == letter.job_id).order_by(col(JobRun.id))
        )
    ]
    assert states == ["retry", "retry", "retry", "dead", "done"]


async def test_a_letter_is_sent_again_once(
    planner: Planner, operator_context: OperatorContext, poison: Poison
) -> None:
    await planner.tell("/start")
    await poison.works()
    letter = await _dies(planner, operator_context, "Buy poison for the rats")
    await poison.ends()
    assert (await retry_dead_letter(operator_context, letter.id, clock.now())).outcome == "done"
    assert (await retry_dead_letter(operator_context, letter.id, clock.now())).outcome == "nothing"
    assert (await retry_dead_job(operator_context, letter.job_id, clock.now())).outcome == "nothing"
    await planner.settled()
    assert len(await _titles(planner)) == 1


async def test_a_requeued_message_takes_its_place_before_later_ones(
    planner: Planner, operator_context: OperatorContext, poison: Poison
) -> None:
    await planner.tell("/start")
    await poison.works()
    letter = await _dies(planner, operator_context, "Buy poison for the rats")
    await poison.ends()
    await planner.stop_workers()
    for words in ("Call Anna", "Call Boris", "Call Clara"):
        await planner.telegram.say(words)
    while await planner.redis.llen(LANE) < 3:
        pass

    await retry_dead_letter(operator_context, letter.id, clock.now())
    waiting = [int(raw) for raw in await planner.redis.lrange(LANE, 0, -1)]
    # No worker has the head yet: the letter, which is older, comes before it.
    assert waiting[0] == letter.arguments["update_id"]
    assert waiting == sorted(waiting)

    planner.start_worker()
    await planner.settled()
    assert await _titles(planner) == ["Buy poison for the rats", "Call Anna", "Call Boris", "Call Clara"]


async def test_requeued_messages_stand_behind_a_running_head_in_their_order(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.tell("/start")
    await planner.stop_workers()
    for number, words in enumerate(("Call Anna", "Call Boris", "Call Clara", "Call Dora"), start=1):
        await planner.telegram.say(words)
        while await planner.redis.llen(LANE) < number:
            await asyncio.sleep(0)
    ids = [int(raw) for raw in await planner.redis.lrange(LANE, 0, -1)]
    for update_id in ids[:3]:
        await cancel_job(operator_context, keys.job_of_update(update_id), clock.now())
    running = keys.IN_PROGRESS + keys.job_of_update(ids[3])
    await planner.redis.set(running, 1)
    for letter in await planner.rows(select(DeadLetter).order_by(col(DeadLetter.id))):
        await retry_dead_letter(operator_context, letter.id, clock.now())
    assert [int(raw) for raw in await planner.redis.lrange(LANE, 0, -1)] == [ids[3], *ids[:3]]
    await planner.redis.delete(running)
    planner.start_worker()
    await planner.settled()
    assert await _titles(planner) == ["Call Dora", "Call Anna", "Call Boris", "Call Clara"]


async def test_a_letter_that_fails_again_is_a_letter_again(
    planner: Planner, operator_context: OperatorContext, poison: Poison
) -> None:
    await planner.tell("/start")
    await poison.works()
    first = await _dies(planner, operator_context, "Buy poison for the rats")
    await retry_dead_letter(operator_context, first.id, clock.now())
    open_letters = select(DeadLetter).where(col(DeadLetter.resolved_at).is_(None))
    while not (found := await planner.rows(open_letters)):
        await run_job_now(operator_context, first.job_id)
    assert found[0].id != first.id
    assert found[0].payload == first.payload
    assert found[0].attempts == 4


async def test_all_letters_of_a_kind_are_sent_again_in_their_order(
    planner: Planner, operator_context: OperatorContext, poison: Poison
) -> None:
    await planner.tell("/start")
    await poison.works()
    for words in ("Call Anna about poison", "Call Boris about poison", "Call Clara about poison"):
        await planner.telegram.say(words)
    letters = select(DeadLetter)
    while len(await planner.rows(letters)) < 3:
        for waiting in await planner.rows(select(JobRun).where(JobRun.state == "retry")):
            await run_job_now(operator_context, waiting.job_id)
    await poison.ends()
    async with operator_context.postgres.connection() as connection:
        (kind,) = await dead_letter_queries.dead_letter_kinds(connection)
    assert kind.count == 3
    assert await retry_dead_letter_kind(operator_context, kind.job_name, kind.error_kind, clock.now()) == (
        3,
        0,
    )
    await planner.settled()
    assert await _titles(planner) == [
        "Call Anna about poison",
        "Call Boris about poison",
        "Call Clara about poison",
    ]


async def test_a_letter_is_discarded_with_a_reason_only(
    planner: Planner, operator_context: OperatorContext, poison: Poison
) -> None:
    await planner.tell("/start")
    await poison.works()
    letter = await _dies(planner, operator_context, "Buy poison for the rats")
    assert (await discard_dead_letter(operator_context, letter.id, "  ", clock.now())).outcome == "refused"
    assert (await discard_dead_letter(operator_context, letter.id, "a joke", clock.now())).outcome == "done"
    (after,) = await planner.rows(select(DeadLetter))
    assert (after.resolution, after.reason) == ("discarded", "a joke")
    assert (await retry_dead_letter(operator_context, letter.id, clock.now())).outcome == "nothing"
