"""Finds the chat and the message that a call names, and checks that the bot may write there."""

from ops.sandbox.botapi.errors import bad_request, forbidden_error, migrated_error
from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.people import reply_to_message_object
from ops.sandbox.state.records import ChatRecord, Json, StoredMessage
from ops.sandbox.state.telegram_state import TelegramState


def find_chat(state: TelegramState, params: CallParams) -> ChatRecord:
    """The chat in `chat_id`; 400 when empty or unknown to the bot."""
    wanted = params.text("chat_id").strip()
    if not wanted:
        raise bad_request("chat_id is empty")
    chat = state.chats.get(int(wanted)) if wanted.lstrip("-").isdigit() else _by_username(state, wanted)
    if chat is None or not chat.started:
        raise bad_request("chat not found")
    return chat


def find_writable_chat(state: TelegramState, params: CallParams) -> ChatRecord:
    """The chat in `chat_id`, if its person has not blocked the bot and it is in the group (403), which is no supergroup now."""
    chat = find_chat(state, params)
    if chat.migrated_to:
        raise migrated_error(chat.migrated_to)
    if chat.bot_status == "kicked":
        raise forbidden_error(f"bot was kicked from the {chat.kind} chat")
    if chat.bot_status == "left":
        raise forbidden_error(f"bot is not a member of the {chat.kind} chat")
    if chat.blocked:
        raise forbidden_error("bot was blocked by the user")
    return chat


def find_own_message(state: TelegramState, params: CallParams) -> StoredMessage:
    """The bot's message to edit; 400 when it is not there or another's."""
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = find_writable_chat(state, params)
    if not params.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = visible_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def visible_message(chat: ChatRecord, message_id: int) -> StoredMessage | None:
    message = chat.messages.get(message_id)
    return None if message is None or message.deleted else message


def reply_field(chat: ChatRecord, params: CallParams) -> Json:
    """The `reply_to_message` field of a message being sent, or nothing."""
    given = params.structure("reply_parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    message_id = int(given.get("message_id") or params.integer("reply_to_message_id"))
    if not message_id:
        return {}
    message = visible_message(chat, message_id)
    if message is not None:
        return {"reply_to_message": reply_to_message_object(message)}
    if given.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _by_username(state: TelegramState, wanted: str) -> ChatRecord | None:
    name = wanted.removeprefix("@").lower()
    people = (user["id"] for user in state.users.values() if user.get("username", "").lower() == name)
    found = next(people, None)
    return state.chats.get(found) if found is not None else None
