"""sendMessage, sendLocation, deleteMessage, and editing of texts and keyboards."""

from ops.sandbox.botapi.chat_lookup import (
    find_chat,
    find_own_message,
    find_writable_chat,
    reply_field,
    visible_message,
)
from ops.sandbox.botapi.errors import NOT_MODIFIED, bad_request
from ops.sandbox.botapi.formatted_text import check_caption, check_text, format_text
from ops.sandbox.botapi.keyboards import read_markup
from ops.sandbox.botapi.params import CallParams
from ops.sandbox.state.groups import topic_fields
from ops.sandbox.state.records import ChatRecord, Json, StoredMessage
from ops.sandbox.state.telegram_state import TelegramState

MEDIA_FIELDS = ("photo", "voice", "document", "location")
DELETE_WINDOW = 48 * 3600  # Bot API, deleteMessage: only messages sent less than 48 hours ago


def read_text(params: CallParams, *, edit: bool = False) -> Json:
    """`text` and `entities` of a message. Raises BotApiError 400."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    plain, entities = format_text(params.text("text"), params.text("parse_mode"), params.objects("entities"))
    check_text(plain, edit=edit)
    return {"text": plain, **({"entities": entities} if entities else {})}


def read_caption(params: CallParams) -> Json:
    """`caption` and `caption_entities`, nothing when there is none."""
    given = params.objects("caption_entities")
    plain, entities = format_text(params.text("caption"), params.text("parse_mode"), given)
    check_caption(plain)
    if not plain:
        return {}
    return {"caption": plain, **({"caption_entities": entities} if entities else {})}


def markup_field(markup: Json | None) -> Json:
    return {"reply_markup": markup} if markup else {}


def post_message(state: TelegramState, chat: ChatRecord, params: CallParams, content: Json) -> Json:
    """Add a bot's message to the chat, with its reply and keyboard; returns the Message object."""
    reply = reply_field(chat, params)
    markup = markup_field(read_markup(params))
    thread = params.integer("message_thread_id")
    topic = topic_fields(chat, thread) if thread else {}
    with state.change():
        return state.add_message(chat, state.bot, {**reply, **topic, **content, **markup}).body


def replace_fields(
    state: TelegramState, message: StoredMessage, content: Json, fields: tuple[str, ...]
) -> Json:
    """Change some fields of a message in place; 400 when nothing would change."""
    kept = {key: value for key, value in message.body.items() if key not in (*fields, "edit_date")}
    changed = {**kept, **content}
    if changed == {key: value for key, value in message.body.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    with state.change():
        message.history.append(message.body)
        message.body = {**changed, "edit_date": state.clock.stamp()}
        message.version += 1
        state.save_message(message, "edited")
    return message.body


def send_message(state: TelegramState, params: CallParams) -> Json:
    chat = find_writable_chat(state, params)
    return post_message(state, chat, params, read_text(params))


def send_location(state: TelegramState, params: CallParams) -> Json:
    chat = find_writable_chat(state, params)
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return post_message(state, chat, params, {"location": {"latitude": latitude, "longitude": longitude}})


def edit_message_text(state: TelegramState, params: CallParams) -> Json:
    message = find_own_message(state, params)
    content = read_text(params, edit=True) | markup_field(read_markup(params, edit=True))
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return replace_fields(state, message, content, ("text", "entities", "reply_markup"))


def edit_message_caption(state: TelegramState, params: CallParams) -> Json:
    message = find_own_message(state, params)
    content = read_caption(params) | markup_field(read_markup(params, edit=True))
    if not any(name in message.body for name in MEDIA_FIELDS if name != "location"):
        raise bad_request("there is no caption in the message to edit")
    return replace_fields(state, message, content, ("caption", "caption_entities", "reply_markup"))


def edit_message_reply_markup(state: TelegramState, params: CallParams) -> Json:
    message = find_own_message(state, params)
    return replace_fields(state, message, markup_field(read_markup(params, edit=True)), ("reply_markup",))


def delete_message(state: TelegramState, params: CallParams) -> bool:
    chat = find_chat(state, params)
    message = visible_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if state.clock.now() - message.body["date"] > DELETE_WINDOW:
        raise bad_request("message can't be deleted for everyone")
    with state.change():
        message.deleted = True
        state.save_message(message, "deleted")
    return True
