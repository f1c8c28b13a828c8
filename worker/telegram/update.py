"""A Telegram update as typed values, checked to be within what the database can hold."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from telegram import Audio, CallbackQuery, Document, Message, Update, User, VideoNote, Voice

_MAX_NUMBER = 2**63 - 1
# Adding days to a later date could overflow Python's last date.
_LAST_YEAR = 2200
_AUDIO_SUFFIXES = (".m4a", ".mp3", ".ogg", ".oga", ".opus", ".wav", ".flac", ".aac", ".amr")

UpdateKind = Literal[
    "text", "voice", "document", "photo", "location", "callback", "blocked", "unblocked", "other"
]


@dataclass(frozen=True, slots=True)
class AudioAttachment:
    """A voice note or audio file; `seconds` as Telegram says."""

    file_id: str
    mime: str
    seconds: int
    size: int


@dataclass(frozen=True, slots=True)
class FileAttachment:
    """A file that is no recording; `size` in bytes as Telegram says."""

    file_id: str
    size: int


@dataclass(frozen=True, slots=True)
class IncomingCallback:
    """A callback query: a press of one of our buttons, on our message `message_id`."""

    query_id: str
    data: str
    message_id: int


@dataclass(frozen=True, slots=True)
class IncomingUpdate:
    """One update. `text` is the message or caption; `sent_at` is Telegram's instant (UTC)."""

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
    audio: AudioAttachment | None = None
    calendar_file: FileAttachment | None = None
    callback: IncomingCallback | None = None
    location: tuple[float, float] | None = None


def parse_update(payload: dict[str, Any]) -> IncomingUpdate:
    """The typed update of a webhook's JSON. Raises ValueError, or what python-telegram-bot raises, on an unknown shape."""
    return _validated(_parse(payload))


def _parse(payload: dict[str, Any]) -> IncomingUpdate:
    update = Update.de_json(payload, None)
    if update.callback_query is not None:
        return _callback_update(update, update.callback_query)
    message = update.message or update.edited_message
    if message is not None:
        return _message_update(update, message)
    if update.my_chat_member is not None:
        return _membership_update(update)
    return IncomingUpdate(update.update_id, "other")


def _validated(incoming: IncomingUpdate) -> IncomingUpdate:
    """The library accepts any value for any field: raises ValueError for another type or a value out of range."""
    audio, callback, sent = incoming.audio, incoming.callback, incoming.sent_at
    numbers = [incoming.chat_telegram_id, incoming.user_telegram_id]
    numbers += [n for n in (incoming.message_id, incoming.reply_to_message_id) if n is not None]
    texts = [incoming.text, incoming.user_name]
    if callback is not None:
        numbers, texts = [*numbers, callback.message_id], [*texts, callback.query_id, callback.data]
    if audio is not None:
        numbers, texts = [*numbers, audio.seconds, audio.size], [*texts, audio.file_id, audio.mime]
    if incoming.calendar_file is not None:
        numbers, texts = [*numbers, incoming.calendar_file.size], [*texts, incoming.calendar_file.file_id]
    if any(type(number) is not int or abs(number) > _MAX_NUMBER for number in numbers):
        raise ValueError("a number is none, or out of range")
    if any(type(part) is not str for part in texts):
        raise ValueError("a text is none")
    if sent is not None and sent.year > _LAST_YEAR:
        raise ValueError("a date is out of range")
    return incoming if incoming.location is None else _validated_location(incoming, incoming.location)


def _validated_location(incoming: IncomingUpdate, location: tuple[Any, Any]) -> IncomingUpdate:
    if any(type(degrees) not in (int, float) or not abs(degrees) <= 180 for degrees in location):
        raise ValueError("a place is none")
    return incoming


def _message_update(update: Update, message: Message) -> IncomingUpdate:
    reply = message.reply_to_message
    user = message.from_user
    return IncomingUpdate(
        update.update_id,
        _message_kind(message),
        chat_telegram_id=message.chat.id,
        private=message.chat.type == "private",
        user_telegram_id=user.id if user else 0,
        user_name=_user_name(user),
        user_language=_user_language(user),
        message_id=message.message_id,
        reply_to_message_id=reply.message_id if reply else None,
        text=message.text or message.caption or "",
        sent_at=message.date,
        edited=update.edited_message is not None,
        forwarded=message.forward_origin is not None,
        audio=_audio_attachment(message),
        calendar_file=_calendar_file(message.document),
        location=(message.location.latitude, message.location.longitude) if message.location else None,
    )


def _message_kind(message: Message) -> UpdateKind:
    if _audio_file(message) is not None:
        return "voice"
    if message.location:
        return "location"
    if message.photo:
        return "photo"
    if message.document:
        return "document"
    return "text" if message.text else "other"


def _audio_file(message: Message) -> Voice | Audio | VideoNote | Document | None:
    """The recording of a message, also one sent as a file, as recorder apps do; a caption does not change what it is."""
    found = message.voice or message.audio or message.video_note
    return found or (message.document if _is_sound(message.document) else None)


def _is_sound(file: Document | None) -> bool:
    if file is None:
        return False
    # Some phones call a recording "application/octet-stream".
    named = str(file.file_name or "").lower().endswith(_AUDIO_SUFFIXES)
    return named or str(file.mime_type or "").startswith("audio/")


def _calendar_file(file: Document | None) -> FileAttachment | None:
    if file is None:
        return None
    named = str(file.file_name or "").lower().endswith((".ics", ".ical", ".icalendar", ".vcs"))
    if not named and not str(file.mime_type or "").lower().startswith("text/calendar"):
        return None
    return FileAttachment(file.file_id, file.file_size or 0)


def _audio_attachment(message: Message) -> AudioAttachment | None:
    found = _audio_file(message)
    if found is None:
        return None
    mime = getattr(found, "mime_type", None) or ("video/mp4" if message.video_note else "audio/ogg")
    # A file does not tell how long it lasts; its own bytes do (worker/understanding/voice/audio_files.py).
    lasts = getattr(found, "duration", 0)
    duration = lasts if isinstance(lasts, int) else round(lasts.total_seconds())
    return AudioAttachment(found.file_id, mime, duration, found.file_size or 0)


def _callback_update(update: Update, query: CallbackQuery) -> IncomingUpdate:
    where = query.message
    return IncomingUpdate(
        update.update_id,
        "callback",
        chat_telegram_id=where.chat.id if where else query.from_user.id,
        private=where is None or where.chat.type == "private",
        user_telegram_id=query.from_user.id,
        user_name=_user_name(query.from_user),
        user_language=_user_language(query.from_user),
        message_id=where.message_id if where else None,
        callback=IncomingCallback(query.id, query.data or "", where.message_id if where else 0),
    )


def _membership_update(update: Update) -> IncomingUpdate:
    change = update.my_chat_member
    assert change is not None
    gone = change.new_chat_member.status in ("kicked", "left")
    return IncomingUpdate(
        update.update_id,
        "blocked" if gone else "unblocked",
        chat_telegram_id=change.chat.id,
        private=change.chat.type == "private",
        user_telegram_id=change.from_user.id,
        user_name=_user_name(change.from_user),
        user_language=_user_language(change.from_user),
    )


def _user_name(user: User | None) -> str:
    return (user.first_name or user.full_name)[:64] if user else ""


def _user_language(user: User | None) -> str:
    return "ru" if user and (user.language_code or "").lower().startswith("ru") else "en"
