"""What only updates of groups have: the topic, who really speaks, what is answered, and how the bot came and went."""

from dataclasses import dataclass

from worker.telegram.raw_fields import (
    RawObject,
    needed_object,
    needed_text,
    number_at,
    object_at,
    text_at,
    word_at,
)

# Telegram's account under whose name administrators write who remain anonymous (ops/docs/telegram.md).
ANONYMOUS_ADMIN = 1_087_968_824
_LONGEST_TITLE = 64


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """`thread_id` is the topic of a forum. `reply_text` and `reply_user_id` are those of the message that is answered.

    `anonymous`: written as the group itself or as a channel, so that nobody knows who it is; `as_group` the former.
    `joined`: the bot was not in the group before. `moved` are the old and the new id of a group that became a supergroup.
    """

    title: str = ""
    thread_id: int | None = None
    reply_text: str = ""
    reply_user_id: int = 0
    anonymous: bool = False
    as_group: bool = False
    joined: bool = False
    moved: tuple[int, int] | None = None


def answered_message(message: RawObject) -> RawObject | None:
    """The message that is answered. In a topic Telegram names the one that opened the topic where none is."""
    reply = object_at(message, "reply_to_message")
    return None if reply is None or "forum_topic_created" in reply else reply


def is_private(chat: RawObject) -> bool:
    """Whether a chat is somebody's own with the bot."""
    return needed_text(chat, "type") == "private"


def details_of_message(message: RawObject) -> GroupDetails:
    """The details of a message in a group; all empty for one in a private chat."""
    chat = needed_object(message, "chat")
    if is_private(chat):
        return GroupDetails()
    reply, sender = answered_message(message), object_at(message, "sender_chat")
    return GroupDetails(
        title=word_at(chat, "title")[:_LONGEST_TITLE],
        thread_id=topic_of(message),
        reply_text=(text_at(reply, "text") or text_at(reply, "caption")) if reply else "",
        reply_user_id=_author_of(reply),
        anonymous=sender is not None,
        as_group=sender is not None and number_at(sender, "id") == number_at(chat, "id"),
        moved=_moved(message),
    )


def details_of_membership(change: RawObject) -> GroupDetails:
    """The details of the bot's being added, promoted or removed."""
    chat, user = needed_object(change, "chat"), needed_object(change, "from")
    if is_private(chat):
        return GroupDetails()
    hidden = number_at(user, "id") == ANONYMOUS_ADMIN
    return GroupDetails(
        title=word_at(chat, "title")[:_LONGEST_TITLE],
        anonymous=hidden,
        as_group=hidden,
        joined=is_outside(needed_object(change, "old_chat_member"))
        and not is_outside(needed_object(change, "new_chat_member")),
    )


def is_outside(member: RawObject) -> bool:
    """Whether the bot is not in the chat; a restricted one may be in it or not."""
    status = needed_text(member, "status")
    return status in ("kicked", "left") or (status == "restricted" and not member.get("is_member"))


def topic_of(message: RawObject | None) -> int | None:
    """The topic of a forum that a message stands in. Threads of replies in other groups are no topics."""
    if message is None or message.get("is_topic_message") is not True:
        return None
    return number_at(message, "message_thread_id")


def is_migration(message: RawObject) -> bool:
    """Whether a message says that its group has become a supergroup, or was a group before."""
    return _moved(message) is not None


def _moved(message: RawObject) -> tuple[int, int] | None:
    here = number_at(needed_object(message, "chat"), "id") or 0
    after, before = number_at(message, "migrate_to_chat_id"), number_at(message, "migrate_from_chat_id")
    if after is not None:
        return here, after
    return None if before is None else (before, here)


def _author_of(reply: RawObject | None) -> int:
    """0 where nobody is answered, or somebody who wrote as a group or channel."""
    if reply is None or "sender_chat" in reply:
        return 0
    user = object_at(reply, "from")
    return 0 if user is None else number_at(user, "id") or 0
