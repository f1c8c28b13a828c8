"""Long messages of some chats wait for each other, and keep nobody else waiting."""

import asyncio
import threading

from tests.patience import PATIENCE_SECONDS
from tests.worker.understanding.local.world import NOW, WORLD
from worker.understanding.context import Context, Message, Reading
from worker.understanding.reading_threads import LONG_CHARACTERS, ReadingThreads

LONG, SHORT = Message("a " * LONG_CHARACTERS, NOW), Message("call the bank", NOW)


async def test_short_messages_are_read_while_long_ones_of_many_chats_are_not_done() -> None:
    done, reading = threading.Event(), list[int]()

    def read(message: Message, _context: Context) -> Reading:
        if message is LONG:
            reading.append(1)
            done.wait(PATIENCE_SECONDS)
        return Reading((), "rules")

    threads = ReadingThreads(read)
    slow = [asyncio.create_task(threads.read(LONG, WORLD)) for _ in range(40)]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*(threads.read(SHORT, WORLD) for _ in range(20)))
            # The threads that everything else shares are free.
            await asyncio.to_thread(int)
        assert len(reading) <= 1
        assert not any(each.done() for each in slow)
    finally:
        done.set()
    await asyncio.gather(*slow)
    assert len(reading) == 40
