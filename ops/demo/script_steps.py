"""The types that a demo script consists of: a user's action and the expected messages and rows."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Person:
    """A Telegram user: id, first name and the language of their app."""

    id: int
    name: str
    language: Literal["en", "ru"]


@dataclass(frozen=True)
class SendMessage:
    """Write a message. `{token}` stands for the token of the last invitation the bot sent."""

    text: str


@dataclass(frozen=True)
class PressButton:
    """Press a button, by its label, on the newest message of the bot that has it."""

    label: str


@dataclass(frozen=True)
class EditMessage:
    """Change the user's own last message to this text."""

    text: str


@dataclass(frozen=True)
class SendVoiceNote:
    """Send a voice note of this length."""

    seconds: int = 3


@dataclass(frozen=True)
class RepeatUpdate:
    """Telegram delivers the last update a second time, as it does after a timeout."""


@dataclass(frozen=True)
class MoveClock:
    """Nobody writes; the planner's clock is set to this instant (ISO, UTC)."""

    until: str


StepAction = SendMessage | PressButton | EditMessage | SendVoiceNote | RepeatUpdate | MoveClock


@dataclass(frozen=True)
class ExpectedMessage:
    """One message of the bot: its text contains every fragment, and its buttons are these, in this order."""

    fragments: tuple[str, ...]
    buttons: tuple[str, ...] = ()
    edited: bool = False


def new_message(*fragments: str, buttons: tuple[str, ...] = ()) -> ExpectedMessage:
    """Expect a new message."""
    return ExpectedMessage(fragments, buttons)


def changed_message(*fragments: str, buttons: tuple[str, ...] = ()) -> ExpectedMessage:
    """Expect an edit of an earlier message."""
    return ExpectedMessage(fragments, buttons, edited=True)


@dataclass(frozen=True)
class ExpectedRows:
    """A query and all the rows it must return."""

    sql: str
    are: list[tuple[Any, ...]]


@dataclass(frozen=True)
class ScriptStep:
    """One action and its result: `shows` says what it demonstrates, `answers` are all messages it causes."""

    shows: str
    who: Person
    act: StepAction
    answers: tuple[ExpectedMessage, ...] = ()
    rows: tuple[ExpectedRows, ...] = field(default=())
