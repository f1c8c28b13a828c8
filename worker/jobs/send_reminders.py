"""Send reminders: every reminder that is due goes into the outbox, a batch in one transaction."""

from models import clock
from models.queue.contract import SendBulk, SendReminders
from worker.reminders.rendering import due_reminders, render
from worker.services import Services

_BATCH = 300


async def send_reminders(services: Services, job: SendReminders) -> None:  # noqa: ARG001 - the shape of every job
    """Render batch after batch until none is due."""
    while True:
        now = clock.now()
        async with services.database.transaction() as session:
            found = await due_reminders(session, now, _BATCH)
            count = await render(session, found, now)
        if count:
            await services.producer.enqueue(SendBulk())
        if len(found) < _BATCH:
            return
