"""Menu: the list of commands that Telegram shows beside the text field."""

import structlog

from worker.core.i18n import LANGUAGES, words_of
from worker.features.help.commands import SHOWN
from worker.telegram.client import TelegramClient

log = structlog.get_logger()


async def publish_menu(telegram: TelegramClient) -> None:
    """Publish the commands in every language; the English ones serve all others. A refusal is logged."""
    for language in LANGUAGES:
        words = words_of(language)
        commands = [{"command": name, "description": words.say(about)} for name, about in SHOWN]
        error = await telegram.set_commands(commands, "" if language == "en" else language)
        if error is not None:
            log.warning("menu_refused", language=language, error=error)
