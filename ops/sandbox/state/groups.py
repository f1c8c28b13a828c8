"""Groups: the bot is added and removed, topics, the change into a supergroup, and what the bot hears in privacy mode."""

from ops.sandbox.botapi.errors import bad_request
from ops.sandbox.state.records import ChatRecord, Json, StoredMessage
from ops.sandbox.state.telegram_state import TelegramState

# Telegram's own account, under whose name an administrator writes who remains anonymous.
ANONYMOUS_ADMIN: Json = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
SERVICE_FIELDS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
    }
)
INSIDE = frozenset({"member", "administrator"})
_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def set_bot_status(state: TelegramState, user: Json, chat: ChatRecord, status: str) -> None:
    """`user` adds the bot to the group, promotes, or removes it; the bot gets my_chat_member and a service message."""
    old = chat.bot_status
    if old == status:
        return
    with state.change():
        chat.bot_status, chat.started = status, True
        state.save_chat(chat)
        place = {"chat": state.chat_object(chat), "from": user, "date": state.clock.stamp()}
        before, after = _membership(state, old), _membership(state, status)
        state.post_update({"my_chat_member": {**place, "old_chat_member": before, "new_chat_member": after}})
        if status in INSIDE and old not in INSIDE:
            _post_service_message(state, chat, user, {"new_chat_members": [state.bot]})


def _membership(state: TelegramState, status: str) -> Json:
    member: Json = {"user": state.bot, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= dict.fromkeys(_RIGHTS, False)
    return member


def make_topic(state: TelegramState, user: Json, chat: ChatRecord, name: str) -> StoredMessage:
    """A topic of a forum; its id is that of the service message which opens it."""
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    thread = chat.next_message_id
    chat.topics[str(thread)] = name
    opened = {"forum_topic_created": {"name": name, "icon_color": 7_322_096}}
    return _post_service_message(state, chat, user, {**opened, **topic_fields(chat, thread)})


def topic_fields(chat: ChatRecord, thread: int) -> Json:
    """The fields of a message in a topic; 400 when the chat has none of this id."""
    if str(thread) not in chat.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def migrate(state: TelegramState, user: Json, chat: ChatRecord) -> ChatRecord:
    """The group becomes a supergroup with another id: both chats get a service message, the old one is closed."""
    if chat.kind != "group" or chat.migrated_to:
        raise bad_request("only a basic group becomes a supergroup")
    new = state.new_chat(-1_000_000_000_000 + chat.id, chat.title)
    new.kind, new.bot_status, new.started = "supergroup", chat.bot_status, True
    with state.change():
        state.save_chat(new)
        _post_service_message(state, chat, user, {"migrate_to_chat_id": new.id})
        chat.migrated_to = new.id
        state.save_chat(chat)
        _post_service_message(state, new, user, {"migrate_from_chat_id": chat.id})
    return new


def _post_service_message(state: TelegramState, chat: ChatRecord, user: Json, content: Json) -> StoredMessage:
    with state.change():
        message = state.add_message(chat, user, content)
        if is_heard(state, chat, message.body):
            state.post_update({"message": message.body})
    return message


def is_heard(state: TelegramState, chat: ChatRecord, body: Json) -> bool:
    """Whether the bot gets this message: all of a private chat; in a group what its membership and privacy mode let through.

    In privacy mode that is: service messages, replies to the bot, its name, a command with its name, and a command without
    a name where it was the last bot to write (the stand-in has no other).
    """
    if chat.kind == "private":
        return True
    if chat.bot_status not in INSIDE or chat.migrated_to:
        return False
    if SERVICE_FIELDS & body.keys() or chat.bot_status == "administrator" or not state.privacy_mode:
        return True
    answered = body.get("reply_to_message", {})
    if answered.get("from", {}).get("id") == state.bot["id"]:
        return True
    return any(_is_for_bot(state, chat, kind, words) for kind, words in _entities(body))


def _is_for_bot(state: TelegramState, chat: ChatRecord, kind: str, words: str) -> bool:
    name = str(state.bot["username"]).lower()
    if kind == "mention":
        return words.lower() == f"@{name}"
    if kind != "bot_command":
        return False
    _, at, addressed = words.partition("@")
    if at:
        return addressed.lower() == name
    return any(message.from_bot for message in chat.messages.values())


def _entities(body: Json) -> list[tuple[str, str]]:
    """The kind and the words of each entity of the text or caption."""
    text = str(body.get("text") or body.get("caption") or "").encode("utf-16-le", "surrogatepass")
    found = body.get("entities") or body.get("caption_entities") or []
    return [
        (
            str(item["type"]),
            text[2 * item["offset"] : 2 * (item["offset"] + item["length"])].decode("utf-16-le", "replace"),
        )
        for item in found
    ]
