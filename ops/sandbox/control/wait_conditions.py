"""Conditions a test waits for, so that no test ever sleeps."""

from collections.abc import Callable

from ops.sandbox.control.schemas import Wait
from ops.sandbox.state.records import Json, StoredMessage
from ops.sandbox.state.telegram_state import World

Condition = Callable[[World, Wait], object]


def words_of(message: StoredMessage) -> str:
    """Everything readable on a message: text or caption, and its buttons."""
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    labels = [button["text"] for row in rows for button in row]
    return "\n".join([message.body.get("text") or message.body.get("caption") or "", *labels])


def check(world: World, wait: Wait) -> object:
    """What was waited for, or None while it has not come."""
    return CONDITIONS[wait.what](world, wait)


def _messages(world: World, wait: Wait) -> object:
    chat = world.chats.get(wait.chat or 0)
    if chat is None:
        return None
    found = [
        item.seen()
        for item in chat.messages.values()
        if item.from_bot
        and not item.deleted
        and item.message_id > wait.after
        and wait.contains in words_of(item)
    ]
    return found if len(found) >= wait.count else None


def _message(world: World, wait: Wait) -> StoredMessage | None:
    chat = world.chats.get(wait.chat or 0)
    return chat.messages.get(wait.message_id) if chat else None


def _edit(world: World, wait: Wait) -> object:
    message = _message(world, wait)
    if message is None or message.version <= max(1, wait.after) or wait.contains not in words_of(message):
        return None
    return message.seen()


def _deleted(world: World, wait: Wait) -> object:
    message = _message(world, wait)
    return message.seen() if message and message.deleted else None


def _reaction(world: World, wait: Wait) -> object:
    message = _message(world, wait)
    mine = [item for item in message.reactions if item["by"] == world.bot["id"]] if message else []
    return message.seen() if message and mine else None


def _answer(world: World, wait: Wait) -> object:
    query = world.queries.get(wait.query_id)
    return query.answer if query else None


def _calls(world: World, wait: Wait) -> object:
    found = world.calls.select(wait.method, wait.after, wait.chat)
    done: list[Json] = [call for call in found if call["status"] or call["fault"]]
    return done if len(done) >= wait.count else None


def _idle(world: World, wait: Wait) -> object:
    world.updates.drop_expired(world.clock.now())
    waiting = [
        item for item in world.updates.in_order() if wait.chat is None or concerns(item.body, wait.chat)
    ]
    return None if waiting else True


def _poll(world: World, _: Wait) -> object:
    return True if world.webhook.url or world.calls.select("getUpdates") else None


def _webhook_error(world: World, _: Wait) -> object:
    return world.webhook.last_error_message or None


def concerns(update: Json, chat_id: int) -> bool:
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
