"""Prints the conversation, with the result of the checks under each step."""

from collections.abc import Sequence

from ops.cli.progress import print_now
from ops.demo.script_steps import ScriptStep
from ops.sandbox.message_view import MessageView

MARGIN = 8


def print_heading(number: int, total: int, step: ScriptStep) -> None:
    """Print the step's number and what it shows."""
    print_now(f"\n── {number}/{total} {step.shows}")


def print_user_message(name: str, words: str) -> None:
    """Print what a user wrote or did."""
    _block(name, words)


def print_bot_messages(messages: Sequence[MessageView]) -> None:
    """Print what the bot wrote or changed, with its buttons."""
    for seen in messages:
        buttons = "".join("\n" + " ".join(f"[{button['text']}]" for button in row) for row in seen.buttons)
        _block("Bot ✎" if seen.version > 1 else "Bot", seen.text + buttons)
    if not messages:
        _block("Bot", "(silent)")


def print_verdict(errors: Sequence[str]) -> None:
    """Print that the step was right, or each error."""
    if not errors:
        print_now(f"{'':{MARGIN}}✓ right")
    for error in errors:
        print_now(f"{'':{MARGIN}}✗ {error}")


def print_summary(wrong: Sequence[str], total: int, seconds: float) -> None:
    """Print the count of wrong steps and the duration."""
    if wrong:
        print_now(f"\n{len(wrong)} of {total} turns went wrong: {'; '.join(wrong)}")
    else:
        print_now(f"\nAll {total} turns went right, in {seconds:.0f} s.")


def _block(name: str, text: str) -> None:
    first, *rest = text.split("\n")
    print_now(f"{name:<{MARGIN}}{first}")
    for line in rest:
        print_now(f"{'':{MARGIN}}{line}")
