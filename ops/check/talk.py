"""Acts as Telegram users during the container check; runs in the stand-in's container."""

import argparse
import asyncio
import os
import re
import sys
import time

import httpx

from ops.sandbox.client import SandboxClient
from ops.sandbox.message_view import SandboxError

OWNER = 1001
HOME = "http://127.0.0.1:8081"


class FailedError(Exception):
    """An expected message or response did not come; the text says which."""


async def write_and_wait(tg: SandboxClient, text: str, contains: str, seconds: float) -> None:
    """Write as the owner, wait at most `seconds` for the answer, and print it with the time it took."""
    began = time.monotonic()
    said = await tg.say(text, user=OWNER)
    seen = await tg.wait_for_bot_message(OWNER, after=said.id, contains=contains, timeout=seconds)
    print(f"  {text!r} -> {' / '.join(seen.text.splitlines()[:2])!r} in {time.monotonic() - began:.2f} s")


async def wait_for_listener(tg: SandboxClient) -> None:
    """Wait until the bot has set its webhook."""
    await tg.wait_for_listener()


async def wait_for_messages(tg: SandboxClient, contains: str, expected: int, seconds: float) -> None:
    """Wait until the owner has a message that contains `contains`. Raises FailedError unless `expected` do."""
    until = time.monotonic() + seconds
    while not (found := [m for m in await tg.messages(OWNER) if m.from_bot and contains in m.text]):
        if time.monotonic() > until:
            raise FailedError(f"nothing with {contains!r} after {seconds:.0f} s")
        await asyncio.sleep(1)
    if len(found) != expected:
        raise FailedError(f"{len(found)} messages with {contains!r}, wanted {expected}")
    print(f"  alert: {' / '.join(found[0].text.splitlines())!r}")


async def admit_people(tg: SandboxClient, count: int) -> None:
    """Let the owner invite `count` users, each with a chat of their own."""
    came = await tg.say("/start", user=OWNER)
    await tg.wait_for_bot_message(OWNER, after=came.id, timeout=30)
    for user in range(2001, 2001 + count):
        asked = await tg.say(f"/invite Person{user}", user=OWNER)
        link = await tg.wait_for_bot_message(OWNER, after=asked.id, contains="?start=", timeout=30)
        token = re.search(r"\?start=(\S+)", link.text)
        if token is None:
            raise FailedError("an invitation without its word")
        said = await tg.say(f"/start {token[1]}", user=user, name=f"Person{user}")
        await tg.wait_for_bot_message(user, after=said.id, timeout=30)
    await tg.wait_until_idle()


async def write_tasks(tg: SandboxClient, count: int, chats: int, tag: str, pause: float) -> None:
    """Write `count` tasks, by `chats` users in alternation, `pause` seconds apart, without waiting for answers.

    No day follows the number, which would be read as its hour.
    """
    for number in range(count):
        await tg.say(f"Task {tag}-{number}", user=2001 + number % chats)
        await asyncio.sleep(pause)


async def check_task_answers(tg: SandboxClient, expected: int, chats: int, tag: str, seconds: float) -> None:
    """Wait until every task of `write_tasks` has exactly one answer, in its chat's order. Raises FailedError."""
    began = time.monotonic()
    while True:
        found = {user: await _answered(tg, user, tag) for user in range(2001, 2001 + chats)}
        total = sum(len(numbers) for numbers in found.values())
        if total >= expected:
            break
        if time.monotonic() - began > seconds:
            raise FailedError(f"{total} of {expected} answers after {seconds:.0f} s")
        await asyncio.sleep(0.5)
    await tg.wait_until_idle()
    found = {user: await _answered(tg, user, tag) for user in range(2001, 2001 + chats)}
    for user, numbers in found.items():
        wanted = [n for n in range(expected) if 2001 + n % chats == user]
        if numbers != wanted:
            raise FailedError(f"chat {user}: answers {numbers}, wanted {wanted}")
    print(
        f"  {expected} answers in {chats} chats, each once and in order, {time.monotonic() - began:.1f} s after the last"
    )


async def _answered(tg: SandboxClient, user: int, tag: str) -> list[int]:
    seen = [message for message in await tg.messages(user) if message.from_bot]
    return [int(m[1]) for message in seen for m in re.finditer(rf"Task {tag}-(\d+)\b", message.text)]


async def check_public_routes(address: str) -> None:
    """Check the responses of the public routes from outside the product's networks. Raises FailedError."""
    async with httpx.AsyncClient(base_url=address, timeout=10, trust_env=False, verify=False) as http:  # noqa: S501 - the check's own authority
        hook, json_type = "/webhook/telegram", {"content-type": "application/json"}
        secret = {"x-telegram-bot-api-secret-token": os.environ.get("SECRET", "")}
        wrong = {"x-telegram-bot-api-secret-token": "wrong"}
        big = b'{"update_id": 1, "x": "' + b"x" * 1_100_000 + b'"}'
        cases: list[tuple[str, int, str, str, dict[str, str], bytes]] = [
            ("alive", 200, "GET", "/health", {}, b""),
            ("metrics stay inside", 404, "GET", "/metrics", {}, b""),
            ("queue numbers stay inside", 404, "GET", "/health/ready", {}, b""),
            ("unknown path", 404, "GET", "/", {}, b""),
            ("webhook without the secret", 401, "POST", hook, json_type, b"{}"),
            ("webhook with a wrong secret", 401, "POST", hook, json_type | wrong, b"{}"),
            ("webhook by GET", 405, "GET", hook, {}, b""),
            ("no update", 400, "POST", hook, json_type | secret, b"{}"),
            ("a body of 1.1 MB", 413, "POST", hook, json_type | secret, big),
        ]
        for name, wanted, method, path, headers, body in cases:
            answer = await http.request(method, path, headers=headers, content=body)
            if answer.status_code != wanted:
                raise FailedError(f"{name}: {answer.status_code}, wanted {wanted}")
            if re.search(r"\d", answer.headers.get("server", "")):
                raise FailedError(f"{name}: the banner tells a version: {answer.headers['server']}")
    print(f"  {len(cases)} public requests answered as they should be")


async def _main(given: argparse.Namespace) -> None:
    async with SandboxClient(HOME) as tg:
        match given.what:
            case "listener":
                await wait_for_listener(tg)
            case "say":
                await write_and_wait(tg, given.text, given.contains, given.seconds)
            case "alert":
                await wait_for_messages(tg, given.contains, given.count, given.seconds)
            case "people":
                await admit_people(tg, given.chats)
            case "write":
                await write_tasks(tg, given.count, given.chats, given.tag, given.pause)
            case "count":
                await check_task_answers(tg, given.count, given.chats, given.tag, given.seconds)
            case "routes":
                await check_public_routes(given.address)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["listener", "say", "alert", "people", "write", "count", "routes"])
    parser.add_argument("text", nargs="?", default="")
    parser.add_argument("--contains", default="")
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--chats", type=int, default=10)
    parser.add_argument("--tag", default="a")
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--address", default="http://nginx:8080")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        asyncio.run(_main(_parse_arguments()))
    except (FailedError, SandboxError, httpx.HTTPError) as error:
        sys.exit(f"  FAILED: {type(error).__name__} {error}")
