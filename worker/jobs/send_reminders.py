"""Puts every reminder that is due into the outbox, a batch in one transaction."""

from dataclasses import dataclass

from models.queue.jobs import SendBulk, SendReminders
from models.runtime import clock
from worker.core.job_result import JobResult
from worker.features.reminders.queries import due_reminders
from worker.features.reminders.service import render_reminders
from worker.services import Services

_BATCH = 300


@dataclass(frozen=True, slots=True)
class RemindersRendered(JobResult):
    """How many reminders were due, and how many messages they became."""

    due: int
    messages: int


async def send_reminders(services: Services, job: SendReminders) -> RemindersRendered:  # noqa: ARG001 - the shape of every job
    """Render batch after batch until none is due."""
    due = messages = 0
    while True:
        now = clock.now()
        async with services.database.transaction() as session:
            found = await due_reminders(session, now, _BATCH)
            count = await render_reminders(session, found, now)
        if count:
            await services.producer.enqueue(SendBulk())
        due, messages = due + len(found), messages + count
        if len(found) < _BATCH:
            return RemindersRendered(due, messages)
