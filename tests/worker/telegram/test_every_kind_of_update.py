"""Every object of the Bot API can come in an update, with and without each of its fields, and with fields that came later."""

import inspect
import re
from typing import Any

import pytest
import telegram

from worker.telegram.update import parse_update

AT = 1_795_000_000
DEEPEST = 4
PERSON = {"id": 7, "is_bot": False, "first_name": "Ann"}
BASE = {"message_id": 5, "date": AT, "chat": {"id": 7, "type": "private"}, "from": PERSON}
PLAIN = {
    "bool": True,
    "int": 5,
    "str": "word",
    "float": 1.5,
    "datetime": AT,
    "timedelta": 60,
    "TimePeriod": 60,
}
# Messages that nobody sends to us: what somebody did to the chat.
SERVICE = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_scheduled",
    "video_chat_participants_invited",
    "forum_topic_created",
    "forum_topic_closed",
    "general_forum_topic_hidden",
    "boost_added",
    "users_shared",
    "connected_website",
    "proximity_alert_triggered",
    "successful_payment",
    "checklist_tasks_added",
    "new_chat_title",
    "group_chat_created",
)


def fields_of(kind: type) -> dict[str, tuple[str, bool]]:
    """The fields of one of the library's classes: the annotation, and whether it may be missing."""
    known = inspect.signature(kind.__init__).parameters.values()
    return {
        each.name: (str(each.annotation), each.default is not inspect.Parameter.empty)
        for each in known
        if each.name not in ("self", "api_kwargs", "args", "kwargs")
    }


def value_of(annotation: str, depth: int) -> Any:
    """Some value of a field, None where it would be deeper than the library's own tests go."""
    names = re.findall(r"\w+", annotation.replace("telegram.", ""))
    kind = next((getattr(telegram, n) for n in names if inspect.isclass(getattr(telegram, n, None))), None)
    found = next((PLAIN[name] for name in names if name in PLAIN), "word")
    if kind is not None:
        if depth >= DEEPEST:
            return None
        found = object_of(kind, depth + 1)
    for _ in [name for name in names if name in ("Sequence", "tuple", "list")]:
        found = [found]
    return found


def object_of(kind: type, depth: int = 0, *, optional: bool = True) -> dict[str, Any]:
    """An object with every field, or only with those it must have."""
    made: dict[str, Any] = {}
    for name, (annotation, may_miss) in fields_of(kind).items():
        value = None if may_miss and not optional else value_of(annotation, depth)
        if value is not None:
            made["from" if name == "from_user" else name] = value
    return made


def message_fields() -> dict[str, Any]:
    known = object_of(telegram.Message)
    return {name: value for name, value in known.items() if name not in BASE}


def variants(value: Any) -> list[Any]:
    """The value as it is, with a field that we have never seen, and without each of its fields that we do not need."""
    if not isinstance(value, dict):
        return [value]
    needed = {
        "from",
        "new_chat_member",
        "old_chat_member",
        "file_id",
        "latitude",
        "longitude",
        "message_id",
        "id",
        "date",
        "chat",
        "type",
    }
    without = [
        {k: v for k, v in value.items() if k != left_out} for left_out in value if left_out not in needed
    ]
    return [value, {**value, "of_a_later_version": {"deep": [1]}}, *without]


def test_the_library_knows_what_these_tests_are_made_of() -> None:
    known = message_fields()
    assert len(known) > 70
    assert {"poll", "checklist", "chat_background_set", "reply_to_message", *SERVICE} <= known.keys()


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_a_message_with_each_field_of_the_bot_api_is_read(kind: str) -> None:
    for name, value in message_fields().items():
        for variant in variants(value):
            incoming = parse_update({"update_id": 1, kind: {**BASE, name: variant}})
            assert (incoming.chat_telegram_id, incoming.message_id) == (7, 5), name
    assert parse_update({"update_id": 1, kind: {**BASE, "of_a_later_version": {}}}).kind == "other"
    everything = {**message_fields(), **BASE, "text": "Buy nails"}
    assert parse_update({"update_id": 1, kind: everything}).text == "Buy nails"


@pytest.mark.parametrize("name", SERVICE)
def test_what_was_done_to_the_chat_is_nothing_that_was_said(name: str) -> None:
    incoming = parse_update({"update_id": 1, "message": {**BASE, name: message_fields()[name]}})
    assert (incoming.kind, incoming.text) == ("other", "")


def test_an_update_of_every_kind_is_read() -> None:
    kinds = {name: found for name, (found, _) in fields_of(telegram.Update).items() if name != "update_id"}
    assert len(kinds) > 20
    for name, annotation in kinds.items():
        for variant in variants(value_of(annotation, 0)):
            if name == "message_reaction":
                variant.pop("user", None)
            parse_update({"update_id": 1, name: variant})
    assert parse_update({"update_id": 1, "of_a_later_version": {"chat": {"id": 7}}}).kind == "other"


def test_a_poll_of_an_older_server_is_a_poll() -> None:
    poll = {k: v for k, v in object_of(telegram.Poll).items() if k != "members_only"}
    assert parse_update({"update_id": 1, "message": {**BASE, "poll": poll}}).kind == "unreadable"


@pytest.mark.parametrize("name", ["text", "caption"])
def test_words_of_another_type_are_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="is no text"):
        parse_update({"update_id": 1, "message": {**BASE, name: {"rich": "text"}}})
