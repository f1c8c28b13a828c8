"""The part of a Telegram update that the webhook reads: its id and its lane."""

import json
from dataclasses import dataclass
from typing import Any

from models.queue.keys import lane_of_callbacks, lane_of_chat

_MESSAGES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)
# Other kinds of updates are handled (without effect) in a lane of their own.
_OTHER_LANE = "other"
_MAX_ID = 2**63 - 1


class InvalidUpdateError(ValueError):
    """The body is not a Telegram update; the message says why and contains nothing of the body."""


@dataclass(frozen=True, slots=True)
class UpdateEnvelope:
    """An update's id and the lane it waits in."""

    update_id: int
    lane: str


def read_envelope(body: bytes) -> UpdateEnvelope:
    """The envelope of an update's JSON; the worker parses the rest. Raises InvalidUpdateError.

    Any body with an update id and a chat id is accepted, because Telegram would repeat a refused one for a day: the
    worker keeps what it cannot parse as a dead letter and notifies the chat. A body without these, or nested too
    deeply to find them, is refused: there is no chat to notify.
    """
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidUpdateError("malformed JSON") from None
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if type(update_id) is not int or not 0 <= update_id <= _MAX_ID:
        raise InvalidUpdateError("no update_id")
    return UpdateEnvelope(update_id, _lane(update))


def _lane(update: dict[str, Any]) -> str:
    for kind in _MESSAGES:
        if kind in update:
            return lane_of_chat(_id_of(update[kind], "chat"))
    if "callback_query" in update:
        return lane_of_callbacks(_id_of(update["callback_query"], "from"))
    return _OTHER_LANE


def _id_of(part: Any, whose: str) -> int:
    owner = part.get(whose) if isinstance(part, dict) else None
    found = owner.get("id") if isinstance(owner, dict) else None
    if type(found) is not int or abs(found) > _MAX_ID:
        raise InvalidUpdateError(f"no id of its {whose}")
    return found
