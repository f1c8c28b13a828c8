"""Transcript: the conversation as a person reads it, with a mark under each turn."""

from collections.abc import Sequence

from ops.cli.progress import print_now
from ops.demo.script_steps import ScriptStep
from ops.sandbox.message_view import MessageView

MARGIN = 8


def print_heading(number: int, total: int, turn: ScriptStep) -> None:
    """What this turn is in the script for."""
    print_now(f"\n── {number}/{total} {turn.shows}")


def print_user_message(name: str, words: str) -> None:
    """What a person did."""
    _block(name, words)


def print_bot_messages(messages: Sequence[MessageView]) -> None:
    """What the bot wrote, with its buttons."""
    for seen in messages:
        buttons = "".join("\n" + " ".join(f"[{button['text']}]" for button in row) for row in seen.buttons)
        _block("Bot ✎" if seen.version > 1 else "Bot", seen.text + buttons)
    if not messages:
        _block("Bot", "(silent)")


def print_verdict(faults: Sequence[str]) -> None:
    """Right, or what is wrong."""
    if not faults:
        print_now(f"{'':{MARGIN}}✓ right")
    for fault in faults:
        print_now(f"{'':{MARGIN}}✗ {fault}")


def print_summary(wrong: Sequence[str], total: int, seconds: float) -> None:
    """The last lines."""
    if wrong:
        print_now(f"\n{len(wrong)} of {total} turns went wrong: {'; '.join(wrong)}")
    else:
        print_now(f"\nAll {total} turns went right, in {seconds:.0f} s.")


def _block(name: str, text: str) -> None:
    first, *rest = text.split("\n")
    print_now(f"{name:<{MARGIN}}{first}")
    for line in rest:
        print_now(f"{'':{MARGIN}}{line}")
