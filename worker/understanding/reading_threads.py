"""Reading threads: where messages are read by rules, so that long ones of some chats do not keep others waiting."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from worker.understanding.context import Context, Message, Reading

# A message from this size on may take a good part of a second.
LONG_CHARACTERS = 600
_SHORT_AT_ONCE = 2


class ReadingThreads:
    """The threads of one worker's readings, apart from those that everything else shares.

    Long messages are read one at a time and short ones beside them. A chat's messages come here one after the other
    (its lane), so that no chat takes more than one thread.
    """

    def __init__(self, read: Callable[[Message, Context], Reading]) -> None:
        self._read = read
        self._long = ThreadPoolExecutor(1, "read-long")
        self._short = ThreadPoolExecutor(_SHORT_AT_ONCE, "read-short")

    async def read(self, message: Message, context: Context) -> Reading:
        """What rules make of a message. The event loop goes on meanwhile."""
        threads = self._long if len(message.text) >= LONG_CHARACTERS else self._short
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, copy_context().run, self._read, message, context)
