"""Sweeps: what a crash left undone is found in the rows and done; what is under way is left alone."""

import datetime as dt

import pytest

from models.queue import keys
from models.runtime.clock import wall_ms
from tests.invariants.service_faults import enter, message, one, post, rows, services_of
from tests.planner import Planner, Stores
from worker import reconciler
from worker.queue.heartbeat import Heartbeat

OUTBOX = """INSERT INTO outbound_message (chat_telegram_id, purpose, method, payload, dedupe_key, trace_id, ephemeral,
              state, attempts, available_at, created_at, claimed_at, claimed_by)
            SELECT cast(:chat AS bigint) + n, 'answer', :method, '{}', cast(:key AS text) || n, 'x', :ephemeral, :state, 0,
              now() + cast(:in_ AS interval), now(), now() - cast(:since AS interval), cast(:by AS text)
            FROM generate_series(1, :many) n"""
SECOND, MINUTE, HOUR = (dt.timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours"))


@pytest.fixture
async def quiet(stores: Stores):
    async with Planner.running(stores, workers=0) as planner:
        yield planner


async def owed(planner: Planner, chat: int, *, many: int = 1, in_: dt.timedelta = dt.timedelta(), state: str = "pending",
               method: str = "sendMessage", by: str | None = None, since: dt.timedelta | None = None,
               ephemeral: bool = False) -> None:  # fmt: skip
    values = {
        "chat": chat,
        "many": many,
        "in_": in_,
        "state": state,
        "method": method,
        "by": by,
        "since": since,
    }
    await rows(planner, OUTBOX, key=f"{chat}:", ephemeral=ephemeral, **values)


async def test_a_due_answer_is_found_behind_many_that_are_not(quiet: Planner) -> None:
    await owed(quiet, 1000, many=300, in_=HOUR)
    await owed(quiet, 9000)
    async with services_of(quiet) as services:
        assert await reconciler.enqueue_due_deliveries(services) == 1
        assert await reconciler.enqueue_due_deliveries(services) == 1
    assert await quiet.redis.zcard(keys.QUEUE) == 1


async def test_a_chat_whose_turn_is_taken_is_not_woken(quiet: Planner) -> None:
    await owed(quiet, 1000, state="sending", by="w", since=SECOND)
    await rows(quiet, "UPDATE outbound_message SET chat_telegram_id = 5")
    await owed(quiet, 2000)
    await rows(quiet, "UPDATE outbound_message SET chat_telegram_id = 5")
    async with services_of(quiet) as services:
        assert await reconciler.enqueue_due_deliveries(services) == 0


async def test_sends_of_the_dead_are_ended_and_those_of_the_living_are_not(quiet: Planner) -> None:
    await owed(quiet, 1000, state="sending", by="dead", since=MINUTE)
    await owed(quiet, 2000, state="sending", by="dead", since=MINUTE, method="editMessageText")
    await owed(quiet, 3000, state="sending", by="dead", since=MINUTE, ephemeral=True)
    await owed(quiet, 4000, state="sending", by="dead", since=SECOND)
    await owed(quiet, 5000, state="sending", by="alive", since=MINUTE)
    await owed(quiet, 6000, state="sending", by="alive", since=2 * HOUR)
    async with services_of(quiet) as services:
        assert await reconciler.resolve_interrupted_sends(services) == 0, (
            "Redis knows nobody yet: nobody is dead"
        )
        for worker in ("alive", services.worker_id):
            await Heartbeat(quiet.redis, worker).beat([], 0)
        assert await reconciler.resolve_interrupted_sends(services) == 4
    states = await rows(
        quiet, "SELECT chat_telegram_id / 1000 AS chat, state FROM outbound_message ORDER BY 1"
    )
    assert [(row.chat, row.state) for row in states] == [
        (1, "unknown"), (2, "pending"), (4, "sending"), (5, "sending"), (6, "unknown"),
    ]  # fmt: skip


async def test_a_missing_head_is_put_back_and_a_present_one_is_left(quiet: Planner) -> None:
    update = message("Buy washers")
    await post(quiet, update)
    async with services_of(quiet) as services:
        assert await reconciler.requeue_lane_heads(services) == 0
        for lost in (f"{keys.JOB}update:{update['update_id']}", keys.QUEUE):
            await quiet.redis.delete(lost)
            assert await reconciler.requeue_lane_heads(services) == 1
            assert await quiet.redis.zrange(keys.QUEUE, 0, -1) == [f"update:{update['update_id']}".encode()]
    assert await quiet.redis.zscore(keys.LANES, "chat:1001") <= wall_ms()


async def test_tasks_without_an_embedding_get_their_job_again(quiet: Planner) -> None:
    quiet.start_worker()
    await enter(quiet)
    await quiet.tell("Buy washers")
    await quiet.stop_workers()
    await quiet.redis.flushall()
    await rows(quiet, "DELETE FROM task_embedding")
    async with services_of(quiet) as services:
        assert await reconciler.enqueue_missing_embeddings(services) == 0, (
            "a young task's own job may be under way"
        )
        await rows(quiet, "UPDATE task SET created_at = created_at - interval '10 minutes'")
        assert await reconciler.enqueue_missing_embeddings(services) == 1
    quiet.start_worker()
    await quiet.eventually(_embeddings())
    assert await one(quiet, "SELECT count(*) FROM task_embedding") == 1


def _embeddings():
    from sqlmodel import select

    from models.tables.embedding import TaskEmbedding

    return select(TaskEmbedding.task_id)
