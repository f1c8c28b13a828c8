"""The greeting of a new member."""

from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.settings.views import timezone_choice


def greeting(speaker: Speaker) -> list[Reply]:
    """The first messages to a new member: the greeting, and the question for their zone until it is known."""
    translator = speaker.translator
    hello = translator.gettext(
        "Hello, {name}. Tell me what needs doing, as you would tell an assistant:\n\n<i>Call the supplier tomorrow morning, about half an hour, and send the offer by Friday</i>\n\nI turn it into tasks and send you the day's list every morning. For more, see /help.",
        name=escape_html(speaker.name),
    )
    return [Reply(hello)] if speaker.zone_confirmed else [Reply(hello), timezone_choice(speaker)]
