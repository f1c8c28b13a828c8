"""The files of a task asked for in words: "show the files of #1"."""

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.core.task_access import reachable_task
from worker.features.files.service import files_of_tasks
from worker.features.files.views import file_messages


async def files_asked_for(session: AsyncSession, speaker: Speaker, ref: str) -> list[Reply]:
    """The files of the task of a reference ("T12"), open or not, within the speaker's reach; or that there are none."""
    gettext = speaker.translator.gettext
    task = await reachable_task(session, speaker, number=int(ref.removeprefix("T")))
    if task is None:
        return [Reply(gettext("I can't find the task you mean. /today shows what is open."))]
    files = (await files_of_tasks(session, [task])).get(task.id or 0, [])
    named = f"{escape_html(speaker.translator.quote(task.title))} (#{task.number})"
    return file_messages(speaker.translator, task, files, 0) or [
        Reply(gettext("{task} has no files.", task=named))
    ]
