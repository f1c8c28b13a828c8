"""Actions of users (write, edit, press, react, block), each of which queues an update for the bot."""

import secrets

from ops.sandbox.botapi.entity_detection import find_entities
from ops.sandbox.botapi.errors import BotApiError, bad_request
from ops.sandbox.state.groups import is_heard, topic_fields
from ops.sandbox.state.records import CallbackQuery, ChatRecord, Json, StoredMessage
from ops.sandbox.state.telegram_state import TelegramState

CONTENT_FIELDS = ("text", "entities", "caption", "caption_entities", "photo", "voice", "document", "location")


def find_or_create_user(state: TelegramState, user_id: int, name: str = "", language: str = "") -> Json:
    """The user's User object; created when new, changed when a name or language is given."""
    user = dict(state.users.get(user_id) or {"id": user_id, "is_bot": False, "first_name": f"User {user_id}"})
    if name:
        user["first_name"] = name
    if language:
        user["language_code"] = language
    if state.users.get(user_id) != user:
        state.save_user(user)
    return user


def find_or_create_chat(state: TelegramState, user_id: int, chat_id: int | None) -> ChatRecord:
    """The private chat with the user, or the group; created when it does not exist yet."""
    wanted = user_id if chat_id is None else chat_id
    return state.chats.get(wanted) or state.new_chat(wanted, "" if wanted > 0 else f"Group {-wanted}")


def text_content(text: str, field: str = "text") -> Json:
    """Text or caption with the entities Telegram's apps would mark."""
    names = ("text", "entities") if field == "text" else ("caption", "caption_entities")
    entities = find_entities(text)
    return {names[0]: text, **({names[1]: entities} if entities else {})}


def send_user_message(
    state: TelegramState,
    user: Json,
    chat: ChatRecord,
    content: Json,
    reply_to: int | None = None,
    *,
    thread: int | None = None,
) -> StoredMessage:
    """Store a user's message and queue it for the bot, if it hears it. Writing unblocks a blocked bot.

    A message in a topic (`thread`) that answers none is an answer to the one that opens the topic, as Telegram has it.
    """
    with state.change():
        if chat.kind == "private" and chat.blocked:
            set_blocked(state, user, chat, blocked=False)
        chat.started = True
        if thread is not None:
            content = {**content, **topic_fields(chat, thread)}
            reply_to = thread if reply_to is None else reply_to
        if reply_to is not None:
            content = {**content, "reply_to_message": reply_to_message_object(message_in(chat, reply_to))}
        message = state.add_message(chat, user, content)
        if is_heard(state, chat, message.body):
            state.post_update({"message": message.body})
    return message


def forward_message(
    state: TelegramState, user: Json, chat: ChatRecord, origin: StoredMessage
) -> StoredMessage:
    """Forward a message of any chat into this one."""
    content = {key: origin.body[key] for key in CONTENT_FIELDS if key in origin.body}
    content["forward_origin"] = {
        "type": "user",
        "sender_user": origin.body["from"],
        "date": origin.body["date"],
    }
    return send_user_message(state, user, chat, content)


def edit_message(
    state: TelegramState, user: Json, chat: ChatRecord, message_id: int, text: str
) -> StoredMessage:
    """Change the text or caption of the user's own message and queue the edit for the bot."""
    message = message_in(chat, message_id)
    if message.body["from"]["id"] != user["id"]:
        raise bad_request("only an own message can be edited")
    field = "text" if "text" in message.body else "caption"
    with state.change():
        message.history.append(message.body)
        kept = {key: value for key, value in message.body.items() if not key.endswith("entities")}
        message.body = {**kept, **text_content(text, field), "edit_date": state.clock.stamp()}
        message.version += 1
        state.save_message(message, "edited")
        if is_heard(state, chat, message.body):
            state.post_update({"edited_message": message.body})
    return message


def press_button(
    state: TelegramState, user: Json, chat: ChatRecord, message_id: int, button: str
) -> CallbackQuery:
    """Press an inline button, named by its label or its callback_data."""
    message = message_in(chat, message_id)
    found = find_button(message.body, button)
    query = CallbackQuery(
        id=str(secrets.randbits(62)),
        user_id=user["id"],
        chat_id=chat.id,
        message_id=message_id,
        data=found["callback_data"],
        pressed_at=state.clock.now(),
    )
    with state.change():
        state.save_query(query)
        state.post_update(
            {
                "callback_query": {
                    "id": query.id,
                    "from": user,
                    "message": message.body,
                    "chat_instance": str(chat.id * 7_919),
                    "data": query.data,
                }
            }
        )
    return query


def find_button(body: Json, wanted: str) -> Json:
    """The pressed button; 400 when no button has that label or data, or it has no data."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[Json] = [button for row in rows for button in row]
    for button in buttons:
        if wanted in (button["text"], button.get("callback_data")) and "callback_data" in button:
            return button
    labels = ", ".join(button["text"] for button in buttons) or "none"
    raise bad_request(f"no button {wanted!r} under message {body['message_id']}; there are: {labels}")


def set_reaction(state: TelegramState, user: Json, chat: ChatRecord, message_id: int, emoji: str) -> None:
    """Set the user's reaction; an empty emoji removes it."""
    message = message_in(chat, message_id)
    old = [item["type"] for item in message.reactions if item["by"] == user["id"]]
    new = [{"type": "emoji", "emoji": emoji}] if emoji else []
    with state.change():
        others = [item for item in message.reactions if item["by"] != user["id"]]
        message.reactions = others + [{"by": user["id"], "type": item} for item in new]
        state.save_message(message, "reaction")
        place = {"chat": state.chat_object(chat), "message_id": message_id, "user": user}
        seen = {"date": state.clock.stamp(), "old_reaction": old, "new_reaction": new}
        state.post_update({"message_reaction": {**place, **seen}})


def set_blocked(state: TelegramState, user: Json, chat: ChatRecord, *, blocked: bool) -> None:
    """Block or unblock the bot in a private chat; the bot gets my_chat_member."""
    if chat.blocked == blocked:
        return
    bot = state.bot
    states = [{"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}]
    old, new = states if blocked else reversed(states)
    with state.change():
        chat.blocked = blocked
        state.save_chat(chat)
        place = {"chat": state.chat_object(chat), "from": user, "date": state.clock.stamp()}
        state.post_update({"my_chat_member": {**place, "old_chat_member": old, "new_chat_member": new}})
        state.announce("blocked", chat_id=chat.id, blocked=blocked)


def message_in(chat: ChatRecord, message_id: int) -> StoredMessage:
    """A visible message of the chat. Raises BotApiError 404 when there is none."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise BotApiError(404, f"Not Found: no message {message_id} in chat {chat.id}")
    return message


def reply_to_message_object(message: StoredMessage) -> Json:
    """A message as the value of reply_to_message: without its own reply_to_message."""
    return {key: value for key, value in message.body.items() if key != "reply_to_message"}
