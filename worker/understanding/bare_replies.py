"""Replies to a card of a word or two that name neither a field nor a time: "never mind", "snooze", «не сейчас»."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Asked, Context, Message, Reading
from worker.understanding.intents import DeleteTask, Due, RescheduleTask
from worker.understanding.local.message_tokens import lowered, normalise

_OPENING = r"(?:(?:actually|oh|ok|okay|well|no|sorry|hm+|ладно|ок|ой|нет|а|ну|всё|все|извини|давай)\W+)*"
_WITHDRAWN = bounded(
    rf"\W*{_OPENING}(?:never\s?mind(?:\s+(?:about\s+)?(?:it|that|this))?|nvm|no\s+need(?:\s+(?:any\s?more|for\s+(?:it|that|this)))?"
    r"|(?:we|i)\s+(?:don['’]?t|do\s+not)\s+need\s+(?:it|that|this)(?:\s+(?:any\s?more|after\s+all))?|not\s+needed(?:\s+(?:any\s?more|after\s+all))?"
    r"|forget(?:\s+about)?(?:\s+(?:it|that|this))?|scrap(?:\s+(?:it|that|this))?"
    r"|(?:уже\s+|больше\s+)?не\s+(?:надо|нужно|нужна|нужен|актуально)(?:\s+(?:уже|больше))?|неактуально|отбой|проехали|забей|отмена"
    r"|забудь(?:те)?(?:\s+(?:об\s+этом|про\s+(?:это|неё|нее|него)|это|её|ее))?)\W*"
)
_PUT_OFF = bounded(
    rf"\W*{_OPENING}(?:(?:snooze|postpone|delay)(?:\s+(?:it|this|that))?|push\s+(?:it|this|that)\s+back|put\s+(?:it|this|that)\s+off"
    r"|(?:not\s+(?:right\s+)?now|later|not\s+today|another\s+(?:day|time)|some\s+other\s+time)"
    r"|(?:отложи|перенеси|сдвинь|подвинь)(?:те)?(?:\s+(?:её|ее|это))?|не\s+сейчас|потом|позже|попозже|не\s+сегодня|в\s+другой\s+раз)\W*"
)
# "Snooze it until Friday" is to move it there.
_PUT_OFF_TO = bounded(
    rf"\W*{_OPENING}(?:snooze|postpone|delay)(?:\s+(?:it|this|that))?\s+(?:(?:un)?till?\s+|to\s+)?(?P<when>\S.{{0,60}})",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"(?:for|by)\s", re.IGNORECASE)

ReadByRules = Callable[[Message, Context], Reading]


def read_bare_reply(message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """The reading of such an answer to a card: a task that is not needed is dropped, one that is put off without a day is
    asked about, and with one moved; None for every other message."""
    if context.replied_to is None or not message.reply or message.forwarded:
        return None
    said = lowered(normalise(message.text))
    if _WITHDRAWN.fullmatch(said):
        return Reading((DeleteTask(task=context.replied_to),), "rules", sure=True, clauses=(message.text,))
    if _PUT_OFF.fullmatch(said):
        move = RescheduleTask(task=context.replied_to, due=_a_day_later(context, message.now.date()))
        return Reading(
            (), "rules", asked=(Asked((move,), message.text, why="no day is said"),), doubts=("asked",)
        )
    later = _PUT_OFF_TO.fullmatch(said)
    if later is None:
        return None
    by = "by " + _LENGTH.sub("", later["when"]) if _LENGTH.match(later["when"]) else f"to {later['when']}"
    moved = read(replace(message, text=f"move it {by}"), context)
    return (
        moved if moved.intents and all(isinstance(each, RescheduleTask) for each in moved.intents) else None
    )


def _a_day_later(context: Context, today: dt.date) -> Due:
    """The day after the one the answered task is due on, tomorrow for one that is late or has none; its time stays."""
    due = next((task.due for task in context.open_tasks if task.ref == context.replied_to), None)
    day = max(due.date, today) if due else today
    return Due(date=day + dt.timedelta(days=1), time=due.time if due else None)
