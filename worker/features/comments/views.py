"""Comments on a card, and all of them in a message."""

from collections.abc import Sequence

from models.tables.task import Task
from models.tables.task_comment import TaskComment
from worker.core.date_formats import short_day
from worker.core.directory_names import DirectoryNames
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker

_SHOWN = 3
_LONGEST_SHOWN = 200


def comment_lines(names: DirectoryNames, comments: Sequence[TaskComment]) -> list[str]:
    """The last comments, oldest first, each with its author, HTML."""
    return [f"💬 {_said(names, comment, _LONGEST_SHOWN)}" for comment in comments[-_SHOWN:]]


def comments_button(
    translator: Translator, task: Task, comments: Sequence[TaskComment], lead: str = ""
) -> Button | None:
    """The button that shows all comments of a task; None where the card shows them whole."""
    cut = any(len(comment.text) > _LONGEST_SHOWN for comment in comments[-_SHOWN:])
    if len(comments) <= _SHOWN and not cut:
        return None
    label = translator.ngettext("{n} comment", "{n} comments", len(comments))
    return Button(f"{lead}💬 {label}", f"talk:{task.id}")


def all_comments(
    speaker: Speaker, names: DirectoryNames, task: Task, comments: Sequence[TaskComment]
) -> Reply:
    """All comments of a task with the times of the speaker's zone, oldest first."""
    lines = [f"<b>{escape_html(task.title)}</b> · #{task.number}"]
    for comment in comments:
        local = comment.created_at.astimezone(speaker.zone)
        day = short_day(speaker.translator, local.date(), speaker.today(comment.created_at))
        lines.append(f"{day} {local:%H:%M} · {_said(names, comment, len(comment.text))}")
    return Reply("\n".join(lines))


def _said(names: DirectoryNames, comment: TaskComment, longest: int) -> str:
    whole = " ".join(comment.text.split())
    shown = whole if len(whole) <= longest else whole[: longest - 1] + "…"
    name = names.member_name(comment.member_id)
    return f"{escape_html(name)}: {escape_html(shown)}" if name else escape_html(shown)
