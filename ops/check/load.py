"""Lets ten thousand users write at once in the container check; runs in the stand-in's container."""

import argparse
import asyncio
import sys
import time

from ops.sandbox.client import SandboxClient
from ops.sandbox.message_view import MessageView

HOME = "http://127.0.0.1:8081"
# As in ops/check/parts/load.sh, which inserts these users' rows into the database.
FIRST = 1_000_001
# Telegram's own default of parallel webhook calls is 40.
AT_ONCE = 40


async def write_messages(tg: SandboxClient, count: int) -> None:
    """Let each of `count` users write one message, and wait until the webhook has acknowledged all."""
    began = time.monotonic()
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with gate:
            await tg.say(f"Order {number} cutters tomorrow", user=FIRST + number)

    await asyncio.gather(*(one(number) for number in range(count)))
    said = time.monotonic() - began
    while await tg.pending():  # noqa: ASYNC110 - another process knows when
        await asyncio.sleep(0.5)
    print(
        f"  {count} messages said in {said:.0f} s, all acknowledged {time.monotonic() - began:.0f} s after the first"
    )


async def check_answers(tg: SandboxClient, count: int) -> None:
    """Check that each user of `write_messages` has exactly one answer. Raises FailedError."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> int:
        async with gate:
            seen = await tg.messages(FIRST + number)
        return sum(message.from_bot and f"Order {number} cutters" in message.text for message in seen)

    found = await asyncio.gather(*(one(number) for number in range(count)))
    if wrong := [FIRST + number for number, answers in enumerate(found) if answers != 1]:
        sys.exit(f"  FAILED: {len(wrong)} people without exactly one answer, {wrong[0]} first")
    print(f"  {count} people have one answer each")


async def write_late_message(tg: SandboxClient) -> None:
    """Write a message after all answers, while the embeddings of the tasks are still being computed."""
    began = time.monotonic()
    await _answer(tg, "Call the mill supplier tomorrow")
    print(f"  a new message is answered in {time.monotonic() - began:.1f} s")


async def request_plan_picture(tg: SandboxClient) -> None:
    """Request a plan of tomorrow and its picture as the owner, on any day and at any hour."""
    await _answer(tg, "/hours Mon-Sun 9-18")
    for number in range(12):
        await _answer(tg, f"Turn part {number} tomorrow, 30 minutes")
    card = await _answer(tg, "/plan tomorrow")
    began = time.monotonic()
    await tg.press(card.id, "Picture", user=1001)
    await tg.wait_for_calls("sendPhoto", chat=1001, timeout=60)
    print(f"  a plan's picture {time.monotonic() - began:.1f} s after the button")


async def _answer(tg: SandboxClient, text: str) -> MessageView:
    said = await tg.say(text, user=1001)
    return await tg.wait_for_bot_message(1001, after=said.id, timeout=60)


async def _main(given: argparse.Namespace) -> None:
    async with SandboxClient(HOME) as tg:
        match given.what:
            case "write":
                await write_messages(tg, given.count)
            case "answered":
                await check_answers(tg, given.count)
            case "late":
                await write_late_message(tg)
            case "picture":
                await request_plan_picture(tg)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["write", "answered", "late", "picture"])
    parser.add_argument("--count", type=int, default=10_000)
    try:
        asyncio.run(_main(parser.parse_args()))
    except TimeoutError:
        sys.exit("  FAILED: no answer in time")
