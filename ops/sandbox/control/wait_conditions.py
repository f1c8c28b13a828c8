"""The conditions that a test can wait for instead of sleeping."""

from collections.abc import Callable

from ops.sandbox.control.schemas import WaitBody
from ops.sandbox.state.records import Json, StoredMessage
from ops.sandbox.state.telegram_state import TelegramState

Condition = Callable[[TelegramState, WaitBody], object]


def readable_text(message: StoredMessage) -> str:
    """All text of a message: text or caption, and the labels of its buttons."""
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    labels = [button["text"] for row in rows for button in row]
    return "\n".join([message.body.get("text") or message.body.get("caption") or "", *labels])


def check_condition(state: TelegramState, wait: WaitBody) -> object:
    """What the condition finds now, or None while it is not met."""
    return CONDITIONS[wait.what](state, wait)


def _messages(state: TelegramState, wait: WaitBody) -> object:
    chat = state.chats.get(wait.chat or 0)
    if chat is None:
        return None
    found = [
        item.seen()
        for item in chat.messages.values()
        if item.from_bot
        and not item.deleted
        and item.message_id > wait.after
        and wait.contains in readable_text(item)
    ]
    return found if len(found) >= wait.count else None


def _message(state: TelegramState, wait: WaitBody) -> StoredMessage | None:
    chat = state.chats.get(wait.chat or 0)
    return chat.messages.get(wait.message_id) if chat else None


def _edit(state: TelegramState, wait: WaitBody) -> object:
    message = _message(state, wait)
    if (
        message is None
        or message.version <= max(1, wait.after)
        or wait.contains not in readable_text(message)
    ):
        return None
    return message.seen()


def _deleted(state: TelegramState, wait: WaitBody) -> object:
    message = _message(state, wait)
    return message.seen() if message and message.deleted else None


def _reaction(state: TelegramState, wait: WaitBody) -> object:
    message = _message(state, wait)
    mine = [item for item in message.reactions if item["by"] == state.bot["id"]] if message else []
    return message.seen() if message and mine else None


def _answer(state: TelegramState, wait: WaitBody) -> object:
    query = state.queries.get(wait.query_id)
    return query.answer if query else None


def _calls(state: TelegramState, wait: WaitBody) -> object:
    found = state.calls.select(wait.method, wait.after, wait.chat)
    done: list[Json] = [call for call in found if call["status"] or call["fault"]]
    return done if len(done) >= wait.count else None


def _idle(state: TelegramState, wait: WaitBody) -> object:
    state.updates.drop_expired(state.clock.now())
    waiting = [
        item
        for item in state.updates.in_order()
        if wait.chat is None or belongs_to_chat(item.body, wait.chat)
    ]
    return None if waiting else True


def _poll(state: TelegramState, _: WaitBody) -> object:
    return True if state.webhook.url or state.calls.select("getUpdates") else None


def _webhook_error(state: TelegramState, _: WaitBody) -> object:
    return state.webhook.last_error_message or None


def belongs_to_chat(update: Json, chat_id: int) -> bool:
    """Whether an update belongs to a chat."""
    for inner in update.values():
        if isinstance(inner, dict):
            chat = inner.get("chat") or inner.get("message", {}).get("chat", {})
            if chat.get("id") == chat_id:
                return True
    return False


CONDITIONS: dict[str, Condition] = {
    "messages": _messages,
    "edit": _edit,
    "deleted": _deleted,
    "reaction": _reaction,
    "answer": _answer,
    "calls": _calls,
    "idle": _idle,
    "poll": _poll,
    "webhook_error": _webhook_error,
}
