"""The list of commands that Telegram shows beside the text field."""

import structlog

from worker.core.i18n import LANGUAGES, translator_for
from worker.features.help.commands import COMMAND_MENU
from worker.telegram.client import TelegramClient

log = structlog.get_logger()


async def publish_menu(telegram: TelegramClient) -> None:
    """Publish the commands in every language; the English ones serve all others. A refusal is logged."""
    for language in LANGUAGES:
        translator = translator_for(language)
        commands = [
            {"command": name, "description": translator.gettext(about)} for name, about in COMMAND_MENU
        ]
        error = await telegram.set_commands(commands, "" if language == "en" else language)
        if error is not None:
            log.warning("menu_refused", language=language, error=error)
