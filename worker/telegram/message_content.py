"""What a message holds besides its words: recordings, files, a place, a checklist, and whose it was before a forward."""

from dataclasses import dataclass

from worker.telegram.raw_fields import (
    RawObject,
    degrees_at,
    needed_number,
    needed_text,
    number_at,
    object_at,
    objects_at,
    text_at,
    word_at,
)

_AUDIO_SUFFIXES = (".m4a", ".mp3", ".ogg", ".oga", ".opus", ".wav", ".flac", ".aac", ".amr")
_CALENDAR_SUFFIXES = (".ics", ".ical", ".icalendar", ".vcs")
# What a person sends and we cannot read. Everything else without words is Telegram's own note of something that
# happened (a pin, a timer, a topic), or of a kind that came after us.
_UNREADABLE = ("sticker", "poll", "contact", "dice", "story", "game", "paid_media")
# Files by the name of their field; an animation comes with a copy of itself as a document.
_FILES = ("animation", "video", "document")


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
class KeptFile:
    """A file of a message, to be sent again by its id; `kind` is the name of its field in a message."""

    kind: str
    file_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A line of Telegram's own checklist; `item_id` is its number within the list."""

    item_id: int
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """Telegram's own checklist."""

    title: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class ChecklistTicks:
    """Items of the checklist in the message `message_id` that somebody has ticked, opened again, or added."""

    message_id: int
    done: tuple[int, ...] = ()
    reopened: tuple[int, ...] = ()
    added: tuple[ChecklistItem, ...] = ()


def audio_attachment(message: RawObject) -> AudioAttachment | None:
    """The recording of a message, also one sent as a file, as recorder apps do; a caption does not change what it is."""
    found = _recording(message)
    if found is None:
        return None
    usual = "video/mp4" if found is message.get("video_note") else "audio/ogg"
    # A file does not tell how long it lasts; its own bytes do (worker/understanding/voice/audio_files.py).
    return AudioAttachment(
        needed_text(found, "file_id"),
        text_at(found, "mime_type") or usual,
        number_at(found, "duration") or 0,
        number_at(found, "file_size") or 0,
    )


def _recording(message: RawObject) -> RawObject | None:
    for name in ("voice", "audio", "video_note"):
        if (found := object_at(message, name)) is not None:
            return found
    document = object_at(message, "document")
    return document if document is not None and _is_sound(document) else None


def _is_sound(file: RawObject) -> bool:
    # Some phones call a recording "application/octet-stream".
    named = word_at(file, "file_name").lower().endswith(_AUDIO_SUFFIXES)
    return named or word_at(file, "mime_type").startswith("audio/")


def calendar_file(message: RawObject) -> FileAttachment | None:
    """The calendar sent as a file."""
    file = object_at(message, "document")
    if file is None:
        return None
    named = word_at(file, "file_name").lower().endswith(_CALENDAR_SUFFIXES)
    if not named and not word_at(file, "mime_type").lower().startswith("text/calendar"):
        return None
    return FileAttachment(needed_text(file, "file_id"), number_at(file, "file_size") or 0)


def kept_file(message: RawObject) -> KeptFile | None:
    """The file of a message: a picture in its largest size, a document, a video or a recording."""
    sizes = objects_at(message, "photo")
    if sizes:
        return KeptFile("photo", needed_text(sizes[-1], "file_id"))
    for name in ("voice", "audio", "video_note", *_FILES):
        if (found := object_at(message, name)) is not None:
            return KeptFile(name, needed_text(found, "file_id"), word_at(found, "file_name")[:200])
    return None


def place_of(message: RawObject) -> tuple[float, float] | None:
    """Latitude and longitude of the place that was sent, also with a name of its own."""
    place = object_at(message, "location")
    if place is None:
        return None
    return degrees_at(place, "latitude"), degrees_at(place, "longitude")


def checklist_of(message: RawObject) -> Checklist | None:
    """Telegram's own checklist in a message."""
    found = object_at(message, "checklist")
    if found is None:
        return None
    return Checklist(text_at(found, "title"), _items(found))


def _items(holder: RawObject) -> tuple[ChecklistItem, ...]:
    return tuple(
        ChecklistItem(needed_number(each, "id"), text_at(each, "text"), bool(each.get("completion_date")))
        for each in objects_at(holder, "tasks")
    )


def checklist_ticks(message: RawObject) -> ChecklistTicks | None:
    """The ticks and new items that a service message tells of; None where it does not say in which message."""
    added = object_at(message, "checklist_tasks_added")
    ticks = object_at(message, "checklist_tasks_done") or added
    place = None if ticks is None else object_at(ticks, "checklist_message")
    if ticks is None or place is None:
        return None
    if ticks is added:
        return ChecklistTicks(needed_number(place, "message_id"), added=_items(ticks))
    done, opened = (_numbers(ticks, f"marked_as_{how}_task_ids") for how in ("done", "not_done"))
    return ChecklistTicks(needed_number(place, "message_id"), done, opened)


def _numbers(holder: RawObject, name: str) -> tuple[int, ...]:
    value = holder.get(name) or []
    if not isinstance(value, list) or any(type(each) is not int for each in value):
        raise ValueError(f"{name} are no numbers")
    return tuple(value)


def forwarded_from(message: RawObject) -> str:
    """The name of who wrote a forwarded message first, or of the channel; empty where Telegram does not tell it."""
    origin = object_at(message, "forward_origin") or {}
    person = origin.get("sender_user")
    place = origin.get("sender_chat") or origin.get("chat")
    if isinstance(person, dict):
        return word_at(person, "first_name")[:64]
    return (
        word_at(origin, "sender_user_name") or word_at(place if isinstance(place, dict) else None, "title")
    )[:64]


def is_unreadable(message: RawObject) -> bool:
    """Whether a person sent something that we cannot read (a sticker, a poll)."""
    return any(message.get(name) is not None for name in _UNREADABLE)
