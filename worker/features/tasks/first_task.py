"""What an empty planner says beside "nothing is due": how a task comes into it."""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.reply import Reply
from worker.core.speaker import Speaker
from worker.features.tasks.queries import find_open_tasks, find_undated_tasks


async def with_first_task_hint(session: AsyncSession, speaker: Speaker, reply: Reply) -> Reply:
    """The reply, and under it how to write a task, while nothing of the speaker's is open."""
    if await find_open_tasks(session, speaker) or await find_undated_tasks(session, speaker):
        return reply
    hint = speaker.translator.gettext(
        "Write or say what needs doing: <i>Call the bank tomorrow at 10, half an hour</i>"
    )
    return replace(reply, text=f"{reply.text}\n\n{hint}")
