"""Question after an edit of a recurring task: is it for this one only, or for all that follow?"""

import datetime as dt

from models.tables.chat import Chat
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from worker.core.i18n import translator_for
from worker.core.reply import Button, Reply, escape_html, outbox_row


def edit_scope_question(chat: Chat, task: Task, now: dt.datetime) -> OutboundMessage:
    """The question, once for each version of a task."""
    gettext = translator_for(chat.language).gettext
    text = gettext(
        "{title} repeats. Is the change for this one only?", title=f"<b>{escape_html(task.title)}</b>"
    )
    buttons = (
        (
            Button(gettext("This one only"), f"sr:one:{task.id}"),
            Button(gettext("All that follow"), f"sr:all:{task.id}"),
        ),
    )
    return outbox_row(
        Reply(text, buttons, purpose="question"),
        workspace_id=chat.workspace_id,
        chat_telegram_id=chat.telegram_id,
        dedupe_key=f"series:{task.id}:{task.version}",
        trace_id=f"s{task.id}",
        now=now,
    )
