"""Foresight: long work of an effect, done before its transaction: the effect then only reads, compares and writes."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any


class NotForeseenError(Exception):
    """A rehearsal came to work that nobody has done yet: `work` on `given`."""

    def __init__(self, work: Callable[..., Any], given: tuple[Any, ...], name: str = "") -> None:
        super().__init__(name or work.__name__)
        self.work, self.given = work, given


class Foresight:
    """Answers of pure work by what it was given. What is given anew is compared with what the answer was made from:
    rows that changed in between lead to new work, never to an answer about the old ones."""

    def __init__(self) -> None:
        self._known: list[tuple[Callable[..., Any], tuple[Any, ...], Any]] = []
        self.rehearsing = False
        # Asks a vendor; None where there is none to ask.
        self.vendor: Callable[[Any], Awaitable[Any]] | None = None

    async def of(self, work: Callable[..., Any], *given: Any) -> Any:
        """The answer of `work(*given)`: foreseen, else computed now, in a thread.

        Raises NotForeseenError in a rehearsal, whose transaction is then let go while the work is done.
        """
        known, answer = self._answer(work, given)
        if known:
            return answer
        if self.rehearsing:
            raise NotForeseenError(work, given)
        return await asyncio.to_thread(work, *given)

    async def asked(self, question: Any) -> Any:
        """The vendor's answer to a question, None when it was not foreseen or there is no vendor: nothing is held
        across such a call (invariant I7), so outside a rehearsal it is not made."""
        if self.vendor is None or question is None:
            return None
        known, answer = self._answer(self.vendor, (question,))
        if not known and self.rehearsing:
            raise NotForeseenError(self.vendor, (question,), getattr(question, "step", ""))
        return answer

    async def learn(self, wanted: NotForeseenError) -> None:
        """Do the work that a rehearsal asked for; nothing is held meanwhile."""
        if inspect.iscoroutinefunction(wanted.work):
            answer = await wanted.work(*wanted.given)
        else:
            answer = await asyncio.to_thread(wanted.work, *wanted.given)
        self._known.append((wanted.work, wanted.given, answer))

    def _answer(self, work: Callable[..., Any], given: tuple[Any, ...]) -> tuple[bool, Any]:
        for done, asked, answer in self._known:
            if done == work and asked == given:
                return True, answer
        return False, None
