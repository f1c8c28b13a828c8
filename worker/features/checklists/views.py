"""Checklists on a card: a line and a button for each item."""

from collections.abc import Sequence

from models.tables.task import Task
from worker.core.i18n import Translator
from worker.core.message_pages import Rows
from worker.core.reply import Button, escape_html
from worker.features.checklists.service import ListedItem

_MOST_BUTTONS = 8
_LABEL = 40


def item_lines(translator: Translator, task: Task, items: Sequence[ListedItem]) -> list[str]:
    """The items with their ticks, HTML; of a task that is over how many were ticked."""
    if task.status != "open":
        return [ticked_text(translator, items)]
    return [
        f"☑ <s>{escape_html(each.item.title)}</s>" if each.done else f"☐ {escape_html(each.item.title)}"
        for each in items
    ]


def ticked_text(translator: Translator, items: Sequence[ListedItem]) -> str:
    """ "2 of 3 items ticked"."""
    done = sum(each.done for each in items)
    return translator.ngettext(
        "{done} of {n} item ticked", "{done} of {n} items ticked", len(items), done=done
    )


def item_rows(task: Task, items: Sequence[ListedItem], operation_id: int, most: int = _MOST_BUTTONS) -> Rows:
    """A button for each item, the open ones first where there are too many; none for a task that is over."""
    if task.status != "open":
        return ()
    shown = list(items) if len(items) <= most else sorted(items, key=lambda each: each.done)[:most]
    return tuple(
        (
            Button(
                f"{'☑' if each.done else '☐'} {each.item.title}"[:_LABEL],
                f"item:{each.item.id}:{operation_id}",
            ),
        )
        for each in shown
    )
