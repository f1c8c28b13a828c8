"""The running planner that a script is played against: performs users' actions and reads what came of them."""

import asyncio
import datetime as dt
import re
from pathlib import Path
from typing import Any, Self

import asyncpg
import httpx

from models.runtime import clock
from ops.demo.script_steps import (
    EditMessage,
    ExpectedRows,
    MoveClock,
    Person,
    PressButton,
    RepeatUpdate,
    SendMessage,
    SendVoiceNote,
    StepAction,
)
from ops.sandbox.client import SandboxClient
from ops.sandbox.message_view import MessageView, SandboxError

QUIET_SECONDS = 30
CHECK_SECONDS = 0.05
# Several checks in a row must find nothing: between two checks a job may have been on its way.
QUIET_CHECKS = 3
# Enough of an Ogg stream for a voice note's first page; the planner cannot hear it without a key anyway.
RECORDING = b"OggS\x00\x02" + bytes(58)
UNFINISHED = """
SELECT (SELECT count(*) FROM inbound_update WHERE handled_at IS NULL)
     + (SELECT count(*) FROM outbound_message WHERE state IN ('pending', 'sending'))
     + (SELECT count(*) FROM schedule WHERE enabled AND next_run_at <= $1)
     + (SELECT count(*) FROM schedule_run WHERE state = 'enqueued')
"""


class NotQuietError(Exception):
    """Updates, jobs or messages were still unfinished after QUIET_SECONDS."""


class DemoPlanner:
    """Performs actions on the stand-in at `page` and the api at `api`, with the database at `database_url`.

    `clock_file` is what the planner's processes read their clock's offset from.
    """

    def __init__(self, page: str, api: str, database_url: str, clock_file: Path) -> None:
        self.telegram = SandboxClient(page)
        self._api = api
        self._database_url = database_url
        self._clock_file = clock_file
        self._token = ""

    async def __aenter__(self) -> Self:
        self._http = httpx.AsyncClient(base_url=self._api, timeout=10, trust_env=False)
        self._database = await asyncpg.connect(self._database_url)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._database.close()
        await self._http.aclose()
        await self.telegram.aclose()

    async def perform_action(self, who: Person, action: StepAction) -> str:
        """Perform it; returns the text that the transcript shows. Raises SandboxError when a user could not do it."""
        match action:
            case SendMessage(text):
                text = text.replace("{token}", self._token)
                await self.telegram.say(text, user=who.id, name=who.name, lang=who.language)
                return text
            case PressButton(label):
                message = await self._message_with_button(who, label)
                await self.telegram.press(message.id, label, user=who.id)
                return f"[{label}]"
            case EditMessage(text):
                await self.telegram.edit((await self._last_own_message(who)).id, text, user=who.id)
                return f"(edits) {text}"
            case SendVoiceNote(seconds):
                await self.telegram.send_voice(RECORDING, user=who.id, duration=seconds)
                return f"(voice note, {seconds} s)"
            case RepeatUpdate():
                await self.telegram.redeliver(
                    await self._database.fetchval("SELECT max(update_id) FROM inbound_update")
                )
                return "(Telegram delivers the last update again)"
            case MoveClock(until):
                self.set_clock(until)
                return f"(the clock moves to {until})"

    def set_clock(self, instant: str) -> None:
        """Set the clock of the planner's processes to `instant` (ISO, with its zone)."""
        offset = dt.datetime.fromisoformat(instant).timestamp() - clock.wall_ms() / 1000
        draft = self._clock_file.with_suffix(".new")
        draft.write_text(str(offset))
        draft.replace(self._clock_file)

    async def wait_until_quiet(self) -> None:
        """Wait until no update, job or message is unfinished. Raises NotQuietError after QUIET_SECONDS."""
        calm = 0
        try:
            async with asyncio.timeout(QUIET_SECONDS):
                while calm < QUIET_CHECKS:
                    calm = calm + 1 if await self._nothing_unfinished() else 0
                    await asyncio.sleep(CHECK_SECONDS)
        except TimeoutError:
            raise NotQuietError(f"not everything was done after {QUIET_SECONDS} s") from None

    async def message_versions(self, who: Person) -> dict[int, int]:
        """Versions of all messages of a chat, by message id."""
        return {seen.id: seen.version for seen in await self.telegram.messages(who.id)}

    async def new_messages(self, who: Person, before: dict[int, int]) -> list[MessageView]:
        """The bot's messages that are new or changed since `before` (versions by id), oldest first."""
        messages = await self.telegram.messages(who.id)
        found = [seen for seen in messages if seen.from_bot and before.get(seen.id) != seen.version]
        for seen in found:
            if token := re.search(r"\?start=(\S+)", seen.text):
                self._token = token[1]
        return found

    async def query_rows(self, expected: ExpectedRows) -> list[tuple[Any, ...]]:
        """The rows that the database returns for the query."""
        return [tuple(row) for row in await self._database.fetch(expected.sql)]

    async def _last_own_message(self, who: Person) -> MessageView:
        return [seen for seen in await self.telegram.messages(who.id) if not seen.from_bot][-1]

    async def _message_with_button(self, who: Person, label: str) -> MessageView:
        """The newest message with such a button. Raises SandboxError 404 without one: the bot did not send it."""
        for seen in reversed(await self.telegram.messages(who.id)):
            if label in seen.labels:
                return seen
        raise SandboxError(404, f"no message has a button {label}")

    async def _nothing_unfinished(self) -> bool:
        if await self.telegram.pending():
            return False
        facts = (await self._http.get("/health/ready")).json()
        if facts.get("queued") or facts.get("lanes_waiting"):
            return False
        return int(await self._database.fetchval(UNFINISHED, clock.now())) == 0
