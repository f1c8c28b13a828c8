"""The text of what an undo put back and what it left."""

from worker.core.i18n import Translator
from worker.core.reply import escape_html
from worker.features.operations.service import UndoResult


def undone_lines(translator: Translator, undone: UndoResult) -> list[str]:
    """What an undo put back among businesses, projects and people, and what it left alone, tasks included; HTML.

    The tasks that were put back are on the operation's card.
    """
    kept = [*(task.title for task in undone.kept), *undone.kept_names]
    lines = []
    if undone.reverted_names:
        names = ", ".join(translator.quote(escape_html(name)) for name in undone.reverted_names)
        lines.append(translator.gettext("Undone: {names}", names=names))
    if kept:
        titles = ", ".join(translator.quote(escape_html(title)) for title in kept)
        lines.append(
            translator.gettext("Left as it is, because it has been changed since: {titles}", titles=titles)
        )
    if undone.beyond:
        lines.append(
            translator.ngettext(
                "{n} task is no longer yours and stays as it is.",
                "{n} tasks are no longer yours and stay as they are.",
                undone.beyond,
            )
        )
    return lines
