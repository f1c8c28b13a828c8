"""What Telegram shows at once: a callback query's answer, typing, a reaction. Best effort: a failure is logged, never repeated."""

import structlog

from worker.telegram.client import TelegramClient
from worker.telegram.update import IncomingCallback, IncomingUpdate

log = structlog.get_logger()


async def answer_callback_query(
    telegram: TelegramClient, callback: IncomingCallback, alert: str = ""
) -> None:
    """Stop the button's spinner; the card itself shows what happened. An `alert` is shown to who pressed it."""
    arguments: dict[str, object] = {"callback_query_id": callback.query_id}
    if alert:
        arguments |= {"text": alert, "show_alert": True}
    _log_failure(await telegram.call_best_effort("answerCallbackQuery", arguments))


async def show_activity(telegram: TelegramClient, incoming: IncomingUpdate) -> None:
    """👀 on a voice note, which takes a while; typing for a text."""
    if incoming.audio is not None:
        arguments = {
            "chat_id": incoming.chat_telegram_id,
            "message_id": incoming.message_id,
            "reaction": "👀",
        }
        _log_failure(await telegram.call_best_effort("setMessageReaction", arguments))
    else:
        typing: dict[str, object] = {"chat_id": incoming.chat_telegram_id, "action": "typing"}
        if incoming.group.thread_id is not None:
            typing["message_thread_id"] = incoming.group.thread_id
        _log_failure(await telegram.call_best_effort("sendChatAction", typing))


def _log_failure(error: str | None) -> None:
    if error is not None:
        log.info("chat_action_failed", error=error)
