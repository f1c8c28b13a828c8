"""Files on a card, and as messages of their own."""

from collections.abc import Sequence

from models.tables.task import Task
from models.tables.task_file import TaskFile
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply, escape_html

# So many are sent at once: Telegram takes about one message a second.
MOST_SENT = 10


def files_line(translator: Translator, files: Sequence[TaskFile]) -> str:
    """ "📎 2 files"."""
    return "📎 " + translator.ngettext("{n} file", "{n} files", len(files))


def files_button(translator: Translator, task: Task, files: Sequence[TaskFile], lead: str = "") -> Button:
    """The button that sends the files of a task; `lead` stands before the count on a card of several tasks."""
    return Button(f"{lead}{files_line(translator, files)}", f"file:show:{task.id}:0")


def file_messages(translator: Translator, task: Task, files: Sequence[TaskFile], start: int) -> list[Reply]:
    """The files of a task from one on, each as a message; the last has a button where there are more."""
    title, end = escape_html(translator.quote(task.title)), start + MOST_SENT
    sent = [
        Reply(f"#{task.number} {title}", media=(file.kind, file.file_id), purpose="file")
        for file in files[start:end]
    ]
    if len(files) > end:
        more = translator.gettext("More · {page}/{pages}", page=end, pages=len(files))
        text = translator.ngettext("{n} more file", "{n} more files", len(files) - end)
        sent.append(Reply(text, ((Button(more, f"file:show:{task.id}:{end}"),),), purpose="file"))
    return sent
