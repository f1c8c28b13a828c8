"""What Telegram shows at once: a callback query's answer, typing, a reaction. Best effort: a failure is logged, never repeated."""

import structlog

from worker.telegram.client import TelegramClient
from worker.telegram.update import IncomingCallback, IncomingUpdate

log = structlog.get_logger()


async def answer_callback_query(telegram: TelegramClient, tap: IncomingCallback) -> None:
    """Stop the button's spinner; the card itself shows what happened."""
    _note(await telegram.sign("answerCallbackQuery", {"callback_query_id": tap.query_id}))


async def show_activity(telegram: TelegramClient, incoming: IncomingUpdate) -> None:
    """👀 on a voice note, which takes a while; typing for a text."""
    if incoming.sound is not None:
        arguments = {
            "chat_id": incoming.chat_telegram_id,
            "message_id": incoming.message_id,
            "reaction": "👀",
        }
        _note(await telegram.sign("setMessageReaction", arguments))
    else:
        _note(
            await telegram.sign("sendChatAction", {"chat_id": incoming.chat_telegram_id, "action": "typing"})
        )


def _note(error: str | None) -> None:
    if error is not None:
        log.info("sign_failed", error=error)
