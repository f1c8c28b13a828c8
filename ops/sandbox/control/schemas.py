"""The request bodies of the control API, one model per endpoint."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ControlBody(BaseModel):
    """Unknown fields are refused, so that a misspelt test fails at once."""

    model_config = ConfigDict(extra="forbid")


class UserAction(ControlBody):
    """An action of a user. `chat` None means the private chat with the bot.

    `name` and `lang` change the person's first name and language_code.
    """

    user: int
    chat: int | None = None
    name: str = ""
    lang: str = ""


class SayBody(UserAction):
    """`thread` is a topic of a forum; an administrator who is `anonymous` writes as the group."""

    text: str = Field(min_length=1, max_length=4096)
    reply_to: int | None = None
    thread: int | None = None
    anonymous: bool = False


class EditBody(UserAction):
    message_id: int
    text: str = Field(min_length=1, max_length=4096)


class PressBody(UserAction):
    """`button` is the label or the callback_data."""

    message_id: int
    button: str


class ReactBody(UserAction):
    message_id: int
    emoji: str = ""


class ForwardBody(UserAction):
    from_chat: int
    message_id: int


class LocationBody(UserAction):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    reply_to: int | None = None


class BlockBody(UserAction):
    blocked: bool = True


class GroupBody(UserAction):
    """Make a group that the bot may write to, or is not in yet (`bot` "left"); `chat` is its negative id."""

    title: str = "Group"
    supergroup: bool = False
    forum: bool = False
    bot: Literal["member", "left"] = "member"


class BotStatusBody(UserAction):
    """`user` adds the bot to a group, promotes or removes it; an `anonymous` one as the group."""

    status: Literal["member", "administrator", "left", "kicked"] = "member"
    anonymous: bool = False


class TopicBody(UserAction):
    name: str = Field(min_length=1, max_length=128)


class PrivacyBody(ControlBody):
    """Telegram's privacy mode of the bot: off, it hears everything in groups."""

    on: bool


class RedeliverBody(ControlBody):
    update_id: int


class RawUpdateBody(ControlBody):
    """An Update object; without update_id it gets the next one."""

    update: dict[str, Any]


class LimitsBody(ControlBody):
    on: bool
    burst: int | None = None
    overall: int | None = None


class AdvanceBody(ControlBody):
    seconds: float = Field(ge=0)


class WaitBody(ControlBody):
    """What to wait for, at most `timeout` seconds.

    messages: at least `count` messages of the bot in `chat` with an id above `after`, containing `contains`.
    edit: message `message_id` of `chat` has a version above `after` and contains `contains`.
    deleted: message `message_id` of `chat` is gone.
    reaction: message `message_id` of `chat` has a reaction of the bot.
    answer: callback query `query_id` is answered.
    calls: at least `count` finished or silenced calls of `method` after call index `after`.
    idle: no update waits for the bot (in `chat`, when given).
    poll: the bot has called getUpdates or set a webhook.
    webhook_error: a delivery to the webhook set now has failed.
    """

    what: Literal[
        "messages", "edit", "deleted", "reaction", "answer", "calls", "idle", "poll", "webhook_error"
    ]
    chat: int | None = None
    after: int = 0
    count: int = Field(default=1, ge=1)
    contains: str = ""
    message_id: int = 0
    query_id: str = ""
    method: str = ""
    timeout: float = Field(default=10.0, ge=0, le=600)
