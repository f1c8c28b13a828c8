"""A chat's jobs are its messages and its answers, waiting or over, though no answer names its chat."""

from models.console.job_queries import JobFilter, find_jobs
from models.console.operator_context import OperatorContext
from models.console.pending_jobs import find_pending_jobs
from models.queue.jobs import DeliverMessage
from models.queue.producer import Producer
from tests.planner import OWNER, Planner


async def test_messages_and_answers_of_one_chat(planner: Planner, operator_context: OperatorContext) -> None:
    await planner.tell("/start")
    await planner.tell("Call Anna")
    await planner.stop_workers()
    async with operator_context.postgres.connection() as connection:
        theirs = (await find_jobs(connection, JobFilter(chats=(OWNER,)))).jobs
        assert {job.name for job in theirs} == {"handle_update", "deliver_message"}
        assert (await find_jobs(connection, JobFilter(chats=(OWNER + 1,)))).jobs == []
        answer = next(job for job in theirs if job.name == "deliver_message")
        await Producer(planner.redis).enqueue(DeliverMessage(answer.arguments["outbound_id"], "u1"))
        waiting = await find_pending_jobs(planner.redis, connection, "queued", chats=(OWNER,))
        assert [job.job_id for job in waiting.jobs] == [answer.job_id]
        assert (await find_pending_jobs(planner.redis, connection, "queued", chats=(OWNER + 1,))).jobs == []
