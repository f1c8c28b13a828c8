"""What the stand-in keeps across a restart, and across a SIGKILL while it works."""

import asyncio
import signal
import socket
import sys

import httpx

from ops.sandbox.client import SandboxClient

ANNA = 1001
START = "from ops.sandbox.server import run_sandbox; from ops.sandbox.settings import SandboxSettings; run_sandbox(SandboxSettings())"


async def test_everything_is_there_after_a_restart(open_sandbox, tmp_path) -> None:
    async with open_sandbox(tmp_path) as play:
        first = await play.tg.say("hello", lang="ru")
        sent = await play.bot.send_message(ANNA, "<b>a</b>", parse_mode="HTML")
        await sent.edit_text("b")
        await play.bot.set_message_reaction(ANNA, first.id, "👀")
        voice = await play.tg.send_voice(b"OggS" + bytes(1000))
        await play.bot.set_my_commands([("today", "Today")])
        await play.tg.say("/start", user=1002)
        await play.tg.block(user=1002)
        before = [await play.tg.messages(), await play.tg.pending(), await play.tg.chats()]
    async with open_sandbox(tmp_path) as play:
        assert [await play.tg.messages(), await play.tg.pending(), await play.tg.chats()] == before
        assert (await play.tg.message(sent.message_id)).version == 2
        assert await play.tg.file(voice.body["voice"]["file_id"]) == b"OggS" + bytes(1000)
        assert [command.command for command in await play.bot.get_my_commands()] == ["today"]
        assert (await play.tg.say("again")).id == voice.id + 1
        numbers = [item["update_id"] for item in await play.tg.pending()]
        assert numbers == sorted(set(numbers))


async def test_undelivered_updates_go_out_after_a_restart(open_sandbox, tmp_path, receiver) -> None:
    async with open_sandbox(tmp_path) as play:
        for text in ("a", "b"):
            await play.tg.say(text)
        await play.call("setWebhook", url="http://127.0.0.1:9/nobody", secret_token="kept")
    async with open_sandbox(tmp_path) as play:
        assert (await play.bot.get_webhook_info()).url == "http://127.0.0.1:9/nobody"
        await play.bot.set_webhook(receiver.url)
        await play.tg.wait_until_idle()
        assert receiver.texts == ["a", "b"]


async def test_nothing_acknowledged_is_lost_by_sigkill(tmp_path) -> None:
    port = free_port()
    process = await start(port, tmp_path)
    async with SandboxClient(f"http://127.0.0.1:{port}") as tg:
        said: list[tuple[int, str]] = []

        async def talk(user: int) -> None:
            for number in range(1000):
                seen = await tg.say(f"{user}/{number}", user=user)
                said.append((user, seen.text))
                if len(said) == 300:
                    process.send_signal(signal.SIGKILL)

        talks = await asyncio.gather(*(talk(user) for user in range(2000, 2010)), return_exceptions=True)
        assert all(isinstance(result, httpx.HTTPError) for result in talks)
        await process.wait()
    process = await start(port, tmp_path)
    async with SandboxClient(f"http://127.0.0.1:{port}") as tg:
        kept = {(chat, seen.text) for chat in range(2000, 2010) for seen in await tg.messages(chat)}
        waiting = {item["body"]["message"]["text"] for item in await tg.pending()}
    process.terminate()
    assert await process.wait() in (0, -signal.SIGTERM)
    assert len(said) >= 300
    assert kept >= set(said)
    assert waiting == {text for _, text in kept}


async def test_reset_forgets_everything(open_sandbox, tmp_path) -> None:
    async with open_sandbox(tmp_path) as play:
        await play.tg.say("hello")
        await play.call("setWebhook", url="http://127.0.0.1:9/nobody")
        await play.tg.reset()
        assert await play.tg.chats() == []
    async with open_sandbox(tmp_path) as play:
        assert await play.tg.messages() == []
        assert await play.tg.pending() == []
        assert (await play.tg.state())["webhook"]["url"] == ""
        assert [person["first_name"] for person in await play.tg.people()] == ["Anna", "Дима", "Stranger"]


async def test_no_number_is_ever_used_again(play, open_sandbox) -> None:
    first = await play.tg.say("before")
    number = (await play.tg.pending())[0]["update_id"]
    await play.tg.reset()
    again = await play.tg.say("after")
    assert again.id > first.id
    assert (await play.tg.pending())[0]["update_id"] > number
    async with open_sandbox() as other:
        await other.tg.advance_clock(24 * 3600)
        assert (await other.tg.say("elsewhere")).id > first.id


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


async def start(port: int, data) -> asyncio.subprocess.Process:
    environment = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SANDBOX_DATA": str(data),
        "PYTHONPATH": ":".join(sys.path),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", START, env=environment)
    transport = httpx.AsyncHTTPTransport(retries=20)
    async with httpx.AsyncClient(transport=transport, trust_env=False, timeout=20) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/control/state")).status_code == 200
    return process
