"""Which chat and which message a call means, and whether the bot may write there."""

from ops.sandbox.botapi.errors import bad_request, forbidden
from ops.sandbox.botapi.params import Params
from ops.sandbox.state.people import quoted
from ops.sandbox.state.records import Chat, Json, StoredMessage
from ops.sandbox.state.telegram_state import World


def chat_of(world: World, params: Params) -> Chat:
    """The chat in `chat_id`; 400 when empty or unknown to the bot."""
    wanted = params.text("chat_id").strip()
    if not wanted:
        raise bad_request("chat_id is empty")
    chat = world.chats.get(int(wanted)) if wanted.lstrip("-").isdigit() else _by_username(world, wanted)
    if chat is None or not chat.started:
        raise bad_request("chat not found")
    return chat


def writable_chat_of(world: World, params: Params) -> Chat:
    """The chat in `chat_id`, if its person has not blocked the bot (403)."""
    chat = chat_of(world, params)
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    return chat


def own_message_of(world: World, params: Params) -> StoredMessage:
    """The bot's message to edit; 400 when it is not there or another's."""
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = writable_chat_of(world, params)
    if not params.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = visible(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def visible(chat: Chat, message_id: int) -> StoredMessage | None:
    message = chat.messages.get(message_id)
    return None if message is None or message.deleted else message


def reply_of(chat: Chat, params: Params) -> Json:
    """The `reply_to_message` field of a message being sent, or nothing."""
    given = params.structure("reply_parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    message_id = int(given.get("message_id") or params.integer("reply_to_message_id"))
    if not message_id:
        return {}
    message = visible(chat, message_id)
    if message is not None:
        return {"reply_to_message": quoted(message)}
    if given.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _by_username(world: World, wanted: str) -> Chat | None:
    name = wanted.removeprefix("@").lower()
    people = (user["id"] for user in world.users.values() if user.get("username", "").lower() == name)
    found = next(people, None)
    return world.chats.get(found) if found is not None else None
