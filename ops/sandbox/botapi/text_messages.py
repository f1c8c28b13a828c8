"""sendMessage, sendLocation, deleteMessage, and editing of texts and keyboards."""

from ops.sandbox.botapi.chat_lookup import chat_of, own_message_of, reply_of, visible, writable_chat_of
from ops.sandbox.botapi.errors import NOT_MODIFIED, bad_request
from ops.sandbox.botapi.formatted_text import check_caption, check_text, format_text
from ops.sandbox.botapi.keyboards import read_markup
from ops.sandbox.botapi.params import Params
from ops.sandbox.state.records import Chat, Json, StoredMessage
from ops.sandbox.state.telegram_state import World

MEDIA_FIELDS = ("photo", "voice", "document", "location")
DELETE_WINDOW = 48 * 3600  # Bot API, deleteMessage: only messages sent less than 48 hours ago


def read_text(params: Params, *, edit: bool = False) -> Json:
    """`text` and `entities` of a message."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    plain, entities = format_text(params.text("text"), params.text("parse_mode"), params.objects("entities"))
    check_text(plain, edit=edit)
    return {"text": plain, **({"entities": entities} if entities else {})}


def read_caption(params: Params) -> Json:
    """`caption` and `caption_entities`, nothing when there is none."""
    given = params.objects("caption_entities")
    plain, entities = format_text(params.text("caption"), params.text("parse_mode"), given)
    check_caption(plain)
    if not plain:
        return {}
    return {"caption": plain, **({"caption_entities": entities} if entities else {})}


def markup_field(markup: Json | None) -> Json:
    return {"reply_markup": markup} if markup else {}


def post(world: World, chat: Chat, params: Params, content: Json) -> Json:
    """Put a bot's message into the chat, with its reply and keyboard."""
    reply = reply_of(chat, params)
    markup = markup_field(read_markup(params))
    with world.change():
        return world.add_message(chat, world.bot, {**reply, **content, **markup}).body


def replace(world: World, message: StoredMessage, content: Json, fields: tuple[str, ...]) -> Json:
    """Change some fields of a message in place; 400 when nothing would change."""
    kept = {key: value for key, value in message.body.items() if key not in (*fields, "edit_date")}
    changed = {**kept, **content}
    if changed == {key: value for key, value in message.body.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    with world.change():
        message.history.append(message.body)
        message.body = {**changed, "edit_date": world.clock.stamp()}
        message.version += 1
        world.save_message(message, "edited")
    return message.body


def send_message(world: World, params: Params) -> Json:
    chat = writable_chat_of(world, params)
    return post(world, chat, params, read_text(params))


def send_location(world: World, params: Params) -> Json:
    chat = writable_chat_of(world, params)
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return post(world, chat, params, {"location": {"latitude": latitude, "longitude": longitude}})


def edit_message_text(world: World, params: Params) -> Json:
    message = own_message_of(world, params)
    content = read_text(params, edit=True) | markup_field(read_markup(params, edit=True))
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return replace(world, message, content, ("text", "entities", "reply_markup"))


def edit_message_caption(world: World, params: Params) -> Json:
    message = own_message_of(world, params)
    content = read_caption(params) | markup_field(read_markup(params, edit=True))
    if not any(name in message.body for name in MEDIA_FIELDS if name != "location"):
        raise bad_request("there is no caption in the message to edit")
    return replace(world, message, content, ("caption", "caption_entities", "reply_markup"))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    message = own_message_of(world, params)
    return replace(world, message, markup_field(read_markup(params, edit=True)), ("reply_markup",))


def delete_message(world: World, params: Params) -> bool:
    chat = chat_of(world, params)
    message = visible(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.clock.now() - message.body["date"] > DELETE_WINDOW:
        raise bad_request("message can't be deleted for everyone")
    with world.change():
        message.deleted = True
        world.save_message(message, "deleted")
    return True
