"""What is said about an archive: that it is being made, how far it is, and that it is there."""

from worker.core.i18n import Translator
from worker.core.reply import Reply
from worker.core.speaker import Speaker

PURPOSE = "export"


def begun(speaker: Speaker) -> Reply:
    """The archive is being made."""
    text = speaker.translator.gettext("I am collecting everything into an archive. It comes here as a file.")
    return Reply(text, purpose=PURPOSE)


def being_made(speaker: Speaker) -> Reply:
    """Asked for twice."""
    return Reply(speaker.translator.gettext("Your archive is being made already. It comes here as a file."))


def not_here(speaker: Speaker) -> Reply:
    """Refused in a group."""
    return Reply(speaker.translator.gettext("Ask me this in our private chat."))


def progress_text(translator: Translator, percent: int) -> str:
    """How far it is."""
    return translator.gettext("I am collecting everything into an archive: {percent} %.", percent=percent)


def made_text(translator: Translator) -> str:
    """It is made, and about to be sent."""
    return translator.gettext("Your archive is ready.")


def failed(translator: Translator) -> str:
    """It could not be made."""
    return translator.gettext(
        "The archive could not be made. Nothing of your data is changed. Try /export later."
    )


def caption(speaker: Speaker, part: int, parts: int, tasks: int) -> str:
    """What stands under the file, HTML."""
    translator = speaker.translator
    held = translator.ngettext("{n} task", "{n} tasks", tasks)
    if parts == 1:
        whose = (
            translator.gettext("Everything in this planner that is yours to see: {tasks}.", tasks=held)
            if speaker.is_owner
            else translator.gettext("Everything of yours in this planner: {tasks}.", tasks=held)
        )
        return whose + " " + translator.gettext("Keep the file safe: whoever has it can read it.")
    return translator.gettext(
        "Part {part} of {parts}. Each is a file that opens by itself.", part=part, parts=parts
    )
