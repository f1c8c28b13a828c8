"""The product's understanding as the runner calls it: the one place to switch the entry point."""

from typing import Literal

from worker.understanding.context import Context, Message, Reading

Mode = Literal["rules", "auto", "openai"]


class NoUnderstandingError(RuntimeError):
    """The asked mode has no entry point here."""


async def understand(message: Message, context: Context, mode: Mode) -> Reading:
    """One message through the product's understanding. Raises NoUnderstandingError for a mode without a reader."""
    if mode != "rules":
        raise NoUnderstandingError(f"understanding {mode!r} is not connected to the runner")
    from worker.understanding.rules.reader import read

    return read(message, context)
