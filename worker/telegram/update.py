"""A Telegram update as typed values of ours, within what the database can hold.

Only what the planner needs is read, so that a field or a kind of another Bot API version is none of our concern.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from worker.telegram.group_details import (
    GroupDetails,
    answered_message,
    details_of_membership,
    details_of_message,
    is_migration,
    is_outside,
    topic_of,
)
from worker.telegram.message_content import (
    AudioAttachment,
    Checklist,
    ChecklistTicks,
    FileAttachment,
    KeptFile,
    audio_attachment,
    calendar_file,
    checklist_of,
    checklist_ticks,
    forwarded_from,
    is_unreadable,
    kept_file,
    place_of,
)
from worker.telegram.raw_fields import (
    RawObject,
    instant_at,
    needed_number,
    needed_object,
    needed_text,
    object_at,
    objects_at,
    text_at,
    word_at,
)

UpdateKind = Literal[
    "text",
    "voice",
    "document",
    "photo",
    "location",
    "checklist",
    "unreadable",
    "reaction",
    "callback",
    "blocked",
    "unblocked",
    "migrated",
    "other",
]

# The fields of a message that say what kind it is.
_TELLING_FIELDS: tuple[UpdateKind, ...] = ("location", "photo", "checklist", "text")


_NO_GROUP = GroupDetails()


@dataclass(frozen=True, slots=True)
class IncomingCallback:
    """A callback query: a press of one of our buttons, on our message `message_id`."""

    query_id: str
    data: str
    message_id: int


@dataclass(frozen=True, slots=True)
class IncomingUpdate:
    """One update. `text` is the message or caption; `sent_at` is Telegram's instant (UTC).

    A `kind` of "unreadable" is something that a person sent and we cannot read; "other" is what nobody said to us.
    `author` is the name of who wrote a forwarded message; `album` is the same for the messages of one album; `emoji`
    are the reactions that were added to the message `message_id`.
    """

    update_id: int
    kind: UpdateKind
    chat_telegram_id: int = 0
    private: bool = True
    user_telegram_id: int = 0
    user_name: str = ""
    user_language: str = "en"
    message_id: int | None = None
    reply_to_message_id: int | None = None
    text: str = ""
    sent_at: dt.datetime | None = None
    edited: bool = False
    forwarded: bool = False
    author: str = ""
    album: str = ""
    audio: AudioAttachment | None = None
    calendar_file: FileAttachment | None = None
    file: KeptFile | None = None
    callback: IncomingCallback | None = None
    location: tuple[float, float] | None = None
    checklist: Checklist | None = None
    ticks: ChecklistTicks | None = None
    emoji: tuple[str, ...] = ()
    group: GroupDetails = _NO_GROUP


def parse_update(payload: RawObject) -> IncomingUpdate:
    """The typed update of a webhook's JSON. Raises ValueError where a value that is needed is missing or of another type."""
    update_id = needed_number(payload, "update_id")
    if (query := object_at(payload, "callback_query")) is not None:
        return _callback_update(update_id, query)
    if (message := object_at(payload, "message")) is not None:
        return _message_update(update_id, message, edited=False)
    if (message := object_at(payload, "edited_message")) is not None:
        return _message_update(update_id, message, edited=True)
    if (change := object_at(payload, "my_chat_member")) is not None:
        return _membership_update(update_id, change)
    if (reaction := object_at(payload, "message_reaction")) is not None:
        return _reaction_update(update_id, reaction)
    return IncomingUpdate(update_id, "other")


def _message_update(update_id: int, message: RawObject, *, edited: bool) -> IncomingUpdate:
    chat, user = needed_object(message, "chat"), object_at(message, "from")
    reply = answered_message(message)
    return IncomingUpdate(
        update_id,
        _message_kind(message),
        chat_telegram_id=needed_number(chat, "id"),
        private=needed_text(chat, "type") == "private",
        user_telegram_id=needed_number(user, "id") if user else 0,
        user_name=_user_name(user),
        user_language=_user_language(user),
        message_id=needed_number(message, "message_id"),
        reply_to_message_id=needed_number(reply, "message_id") if reply else None,
        text=text_at(message, "text") or text_at(message, "caption"),
        sent_at=instant_at(message, "date"),
        edited=edited,
        forwarded=object_at(message, "forward_origin") is not None,
        author=forwarded_from(message),
        album=word_at(message, "media_group_id")[:64],
        audio=audio_attachment(message),
        calendar_file=calendar_file(message),
        file=kept_file(message),
        location=place_of(message),
        checklist=checklist_of(message),
        ticks=checklist_ticks(message),
        group=details_of_message(message),
    )


def _message_kind(message: RawObject) -> UpdateKind:
    if is_migration(message):
        return "migrated"
    if audio_attachment(message) is not None:
        return "voice"
    for kind in _TELLING_FIELDS:
        if message.get(kind):
            return kind
    if kept_file(message) is not None:
        return "document"
    return "unreadable" if is_unreadable(message) else "other"


def _callback_update(update_id: int, query: RawObject) -> IncomingUpdate:
    user, where = needed_object(query, "from"), object_at(query, "message")
    chat = None if where is None else needed_object(where, "chat")
    place = 0 if where is None else needed_number(where, "message_id")
    return IncomingUpdate(
        update_id,
        "callback",
        chat_telegram_id=needed_number(user if chat is None else chat, "id"),
        private=chat is None or needed_text(chat, "type") == "private",
        user_telegram_id=needed_number(user, "id"),
        user_name=_user_name(user),
        user_language=_user_language(user),
        message_id=place if where else None,
        callback=IncomingCallback(needed_text(query, "id"), text_at(query, "data"), place),
        group=GroupDetails(thread_id=topic_of(where)),
    )


def _membership_update(update_id: int, change: RawObject) -> IncomingUpdate:
    chat, user = needed_object(change, "chat"), needed_object(change, "from")
    gone = is_outside(needed_object(change, "new_chat_member"))
    return IncomingUpdate(
        update_id,
        "blocked" if gone else "unblocked",
        chat_telegram_id=needed_number(chat, "id"),
        private=needed_text(chat, "type") == "private",
        user_telegram_id=needed_number(user, "id"),
        user_name=_user_name(user),
        user_language=_user_language(user),
        group=details_of_membership(change),
    )


def _reaction_update(update_id: int, reaction: RawObject) -> IncomingUpdate:
    """The emoji that somebody has added to a message; of an anonymous reaction nobody knows whose it is."""
    chat, user = needed_object(reaction, "chat"), object_at(reaction, "user")
    before = {word_at(each, "emoji") for each in objects_at(reaction, "old_reaction")}
    now = [word_at(each, "emoji") for each in objects_at(reaction, "new_reaction")]
    return IncomingUpdate(
        update_id,
        "reaction",
        chat_telegram_id=needed_number(chat, "id"),
        private=needed_text(chat, "type") == "private",
        user_telegram_id=needed_number(user, "id") if user else 0,
        user_name=_user_name(user),
        user_language=_user_language(user),
        message_id=needed_number(reaction, "message_id"),
        sent_at=instant_at(reaction, "date"),
        emoji=tuple(emoji for emoji in now if emoji and emoji not in before),
    )


def _user_name(user: RawObject | None) -> str:
    return (word_at(user, "first_name") or word_at(user, "last_name"))[:64]


def _user_language(user: RawObject | None) -> str:
    return "ru" if word_at(user, "language_code").lower().startswith("ru") else "en"
