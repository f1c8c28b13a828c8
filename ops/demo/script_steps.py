"""Turns: the small language the script is written in: what a person does, and what has to come of it."""

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Person:
    """Somebody on Telegram: their id, first name and the language of their app."""

    id: int
    name: str
    language: Literal["en", "ru"]


@dataclass(frozen=True)
class SendMessage:
    """Write a message. `{token}` stands for what the bot gave away last (an invitation)."""

    text: str


@dataclass(frozen=True)
class PressButton:
    """Press a button, by its label, on the newest message of the bot that has it."""

    label: str


@dataclass(frozen=True)
class EditMessage:
    """Change one's own last message to this text."""

    text: str


@dataclass(frozen=True)
class SendVoiceNote:
    """Send a voice note of so many seconds."""

    seconds: int = 3


@dataclass(frozen=True)
class RepeatUpdate:
    """Telegram delivers the last update a second time, as it does after a timeout."""


@dataclass(frozen=True)
class MoveClock:
    """Nobody writes; the clock of the planner moves to this instant (ISO, UTC)."""

    until: str


Act = SendMessage | PressButton | EditMessage | SendVoiceNote | RepeatUpdate | MoveClock


@dataclass(frozen=True)
class ExpectedMessage:
    """One message of the bot: every fragment stands in its text, every button under it, in this order."""

    fragments: tuple[str, ...]
    buttons: tuple[str, ...] = ()
    edited: bool = False


def new_message(*fragments: str, buttons: tuple[str, ...] = ()) -> ExpectedMessage:
    """A message that was not there before."""
    return ExpectedMessage(fragments, buttons)


def changed_message(*fragments: str, buttons: tuple[str, ...] = ()) -> ExpectedMessage:
    """An earlier message that now reads so."""
    return ExpectedMessage(fragments, buttons, edited=True)


@dataclass(frozen=True)
class ExpectedRows:
    """A question to the database and its whole answer."""

    sql: str
    are: list[tuple[Any, ...]]


@dataclass(frozen=True)
class ScriptStep:
    """One exchange: `shows` says why it is in the script. `answers` are all messages that come of it, no more."""

    shows: str
    who: Person
    act: Act
    answers: tuple[ExpectedMessage, ...] = ()
    rows: tuple[ExpectedRows, ...] = field(default=())
