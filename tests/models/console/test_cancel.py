"""A cancelled job has no effect, is kept, and holds nothing up."""

import asyncio
import random

import pytest
from sqlmodel import col, select

from models.console.cancel_job import cancel_job
from models.console.dead_letter_commands import retry_dead_letter, retry_dead_letter_kind
from models.console.operator_context import CANCELLED, OperatorContext
from models.console.postgres_pool import PostgresPool
from models.queue import keys
from models.queue.jobs import DeliverMessage, HandleUpdate, SendDigest
from models.runtime import clock
from models.tables.dead_letter import DeadLetter
from models.tables.inbound_update import InboundUpdate
from models.tables.job_run import JobRun
from models.tables.outbox import OutboundMessage
from models.tables.schedule import Schedule, ScheduleRun
from models.tables.task import Task
from tests.planner import OWNER, Planner, Stores

LANE = keys.LANE + keys.lane_of_chat(OWNER)


async def _titles(planner: Planner) -> list[str]:
    return [task.title for task in await planner.rows(select(Task).order_by(col(Task.id)))]


async def _say_to_nobody(planner: Planner, *texts: str) -> list[int]:
    """Messages taken in while no worker is there; their ids."""
    await planner.stop_workers()
    before = await planner.redis.llen(LANE)
    for words in texts:
        await planner.telegram.say(words)
    while await planner.redis.llen(LANE) < before + len(texts):
        await asyncio.sleep(0)
    return [int(raw) for raw in await planner.redis.lrange(LANE, before, -1)]


async def test_a_cancelled_head_leaves_its_lane_and_the_next_goes_on(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.tell("/start")
    first, second = await _say_to_nobody(planner, "Call Anna", "Call Boris")

    result = await cancel_job(operator_context, keys.job_of_update(first), clock.now())

    assert result.outcome == "done"
    assert [int(raw) for raw in await planner.redis.lrange(LANE, 0, -1)] == [second]
    assert [raw.decode() for raw in await planner.redis.zrange(keys.QUEUE, 0, -1)] == [
        keys.job_of_update(second)
    ]
    (letter,) = await planner.rows(select(DeadLetter))
    assert letter.error == CANCELLED
    assert letter.payload["message"]["text"] == "Call Anna"
    planner.start_worker()
    await planner.settled()
    assert await _titles(planner) == ["Call Boris"]
    (word,) = await planner.rows(select(OutboundMessage).where(OutboundMessage.purpose == "trouble"))
    assert word.state == "sent"

    await retry_dead_letter(operator_context, letter.id, clock.now())
    await planner.settled()
    assert await _titles(planner) == ["Call Boris", "Call Anna"]


async def test_a_message_in_the_middle_of_a_lane_can_be_cancelled(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.tell("/start")
    first, second, third = await _say_to_nobody(planner, "Call Anna", "Call Boris", "Call Clara")
    assert (await cancel_job(operator_context, keys.job_of_update(second), clock.now())).outcome == "done"
    assert [int(raw) for raw in await planner.redis.lrange(LANE, 0, -1)] == [first, third]
    planner.start_worker()
    await planner.settled()
    assert await _titles(planner) == ["Call Anna", "Call Clara"]


async def test_a_handled_message_cannot_be_cancelled(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.tell("/start")
    await planner.tell("Call Anna")
    (row,) = (await planner.rows(select(InboundUpdate).order_by(col(InboundUpdate.update_id).desc())))[:1]
    result = await cancel_job(operator_context, keys.job_of_update(row.update_id), clock.now())
    assert result.outcome == "nothing"
    assert await planner.rows(select(DeadLetter)) == []


async def test_a_job_that_the_queue_still_holds_but_was_handled_is_left_alone(
    planner: Planner, operator_context: OperatorContext
) -> None:
    """The crash between the commit and the lane's step: the row says done, the queue does not know yet."""
    await planner.tell("/start")
    (first,) = await _say_to_nobody(planner, "Call Anna")
    async with operator_context.postgres.transaction() as connection:
        await connection.execute(
            "INSERT INTO inbound_update (update_id, lane, kind, trace_id, attempts, received_at, started_at,"
            " handled_at, outcome) VALUES ($1, $2, 'message', $3, 1, $4, $4, $4, 'done')",
            first,
            keys.lane_of_chat(OWNER),
            f"u{first}",
            clock.now(),
        )
    assert (await cancel_job(operator_context, keys.job_of_update(first), clock.now())).outcome == "nothing"
    assert await planner.rows(select(DeadLetter)) == []


async def test_a_running_message_is_stopped_by_its_worker(stores: Stores) -> None:
    async with Planner.running(
        stores, with_model=True, understanding="openai", openai_timeout_seconds=120
    ) as planner:
        postgres = PostgresPool(planner.settings.database_url)
        operator_context = OperatorContext(postgres, planner.redis)
        await planner.tell("/start")
        await planner.openai.inject("*", "hang", times=None)
        await planner.telegram.say("Call Anna")
        (run,) = await planner.eventually(
            select(JobRun).where(JobRun.state == "running", JobRun.job_name == HandleUpdate.name)
        )

        result = await cancel_job(operator_context, run.job_id, clock.now())

        assert result.outcome == "asked"
        (letter,) = await planner.eventually(select(DeadLetter))
        assert letter.error == CANCELLED
        await planner.settled()
        assert await _titles(planner) == []
        await planner.openai.reset()
        await retry_dead_letter(operator_context, letter.id, clock.now())
        await planner.settled()
        (row,) = await planner.rows(
            select(InboundUpdate).where(InboundUpdate.update_id == letter.arguments["update_id"])
        )
        assert row.outcome == "done"
        await postgres.close()


async def test_a_cancelled_answer_is_not_sent_until_it_is_retried(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.tell("/start")
    await planner.stop_workers()
    async with planner.database.transaction() as session:
        row = OutboundMessage(
            chat_telegram_id=OWNER,
            method="sendMessage",
            payload={"text": "Held back"},
            dedupe_key="test:1",
            trace_id="test",
            available_at=clock.now(),
            created_at=clock.now(),
        )
        session.add(row)
        await session.flush()
    job = DeliverMessage(row.id, "test")
    await operator_context.producer.enqueue(job)

    assert (await cancel_job(operator_context, job.job_id, clock.now())).outcome == "done"
    planner.start_worker()
    await planner.tell("Call Anna")
    assert all(seen.text != "Held back" for seen in await planner.telegram.messages(OWNER))

    (letter,) = await planner.rows(select(DeadLetter))
    await retry_dead_letter(operator_context, letter.id, clock.now())
    await planner.settled()
    assert any(seen.text == "Held back" for seen in await planner.telegram.messages(OWNER))


async def test_a_cancelled_digest_is_skipped_and_can_be_sent_after_all(
    planner: Planner, operator_context: OperatorContext
) -> None:
    await planner.tell("/start")
    await planner.tell("Call Anna today")
    await planner.stop_workers()
    (schedule,) = await planner.rows(select(Schedule).where(Schedule.kind == "morning_digest"))
    job = SendDigest(schedule.id, schedule.next_on.isoformat())
    async with planner.database.transaction() as session:
        session.add(
            ScheduleRun(
                schedule_id=schedule.id,
                local_on=schedule.next_on,
                due_at=clock.now(),
                enqueued_at=clock.now(),
            )
        )
    await operator_context.producer.enqueue(job)

    assert (await cancel_job(operator_context, job.job_id, clock.now())).outcome == "done"
    (run,) = await planner.rows(select(ScheduleRun))
    assert (run.state, run.reason) == ("skipped", CANCELLED)

    (letter,) = await planner.rows(select(DeadLetter))
    planner.start_worker()
    await retry_dead_letter(operator_context, letter.id, clock.now())
    sent = select(ScheduleRun).where(
        col(ScheduleRun.state).in_(("sent", "skipped")), ScheduleRun.reason.is_distinct_from(CANCELLED)
    )  # type: ignore[union-attr]
    assert await planner.eventually(sent)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
async def test_whatever_is_cancelled_when_nothing_is_lost_doubled_or_stuck(stores: Stores, seed: int) -> None:
    """Thirty messages, two workers, cancels at random moments: in the end each message has its one effect."""
    chance = random.Random(seed)
    async with Planner.running(stores, workers=2) as planner:
        postgres = PostgresPool(planner.settings.database_url)
        operator_context = OperatorContext(postgres, planner.redis)
        await planner.tell("/start")
        known = {raw.update_id for raw in await planner.rows(select(InboundUpdate))}
        titles = [f"Item number {number}" for number in range(30)]

        async def speak() -> None:
            for title in titles:
                await planner.telegram.say(title)

        async def meddle() -> None:
            first = max(known) + 1
            for _ in range(60):
                update_id = first + chance.randrange(30)
                await cancel_job(operator_context, keys.job_of_update(update_id), clock.now())
                await asyncio.sleep(chance.random() / 50)

        await asyncio.gather(speak(), meddle())
        await planner.settled()
        cancelled = len(await planner.rows(select(DeadLetter).where(col(DeadLetter.resolved_at).is_(None))))
        done = await _titles(planner)
        assert len(done) + cancelled == 30
        assert len(set(done)) == len(done)
        assert done == sorted(done, key=titles.index), "messages of one chat overtook each other"

        await retry_dead_letter_kind(operator_context, HandleUpdate.name, "", clock.now())
        await planner.settled()
        assert sorted(await _titles(planner)) == sorted(titles)
        assert await planner.redis.zcard(keys.LANES) == 0
        await postgres.close()
