"""Every screen that buttons lead to, from each screen a person begins with, in both languages.

Each press is tried on the rows as they are, below a savepoint that is rolled back: no press changes what the next one
finds, and hundreds of them take seconds.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.runtime import clock
from models.tables.outbox import OutboundMessage
from tests.planner import OWNER, Planner
from worker.core.handler import HandlerContext
from worker.core.reply import outbox_row
from worker.core.speaker import Speaker, find_speaker
from worker.router.callback_router import CALLBACKS, handle_callback
from worker.services import Services
from worker.telegram.update import IncomingCallback

MONDAY = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
# Screens that say how one gets on from them by "‹", except the first of each kind.
WITH_BACK = ("st:", "su:", "help:", "edit:", "w:")
NOT_FOLLOWED = ("page",)  # pages are kept in the outbox, which a rolled back press does not reach
# Screens that one only looks at: their buttons are all followed. What is set there leads to a screen known already.
ON_THE_WAY = ("st", "su", "help", "w:list", "w:show")
FIRST_OF_THEIR_KIND = ("su:zone", "w:list:b", "w:list:p", "w:list:m")
DEEPEST, MOST = 3, 900
_TAG = re.compile(r"<[^>]+>")
# What is written in Latin letters in Russian too: commands, zones, languages, file names.
_LATIN_IN_RUSSIAN = re.compile(r"/[a-z]+|[A-Z]\w+/[\w/]+|UTC\S*|English|\.ics|\$[\d.]+")
ROOTS = {
    "en": (
        *(
            "/start",
            "/help",
            "/settings",
            "/team",
            "/business",
            "/projects",
            "/today",
            "/week",
            "/notes",
            "/digest",
        ),
        "Order hinges tomorrow at 10, 30 min",
        "Pay the rent on Friday. Call the bank by Thursday",
    ),
    "ru": (
        *(
            "/start",
            "/help",
            "/settings",
            "/team",
            "/business",
            "/projects",
            "/today",
            "/week",
            "/notes",
            "/digest",
        ),
        "Завтра в 10 заказать петли, 30 мин",
        "В пятницу оплатить аренду. До четверга позвонить в банк",
    ),
}
WORLD = {
    "en": (
        "/business Repair: spindle",
        "/business Trade: customs",
        "/projects Kiosk: Repair",
        "/team Dima: fitter, Repair",
    ),
    "ru": (
        "/business Ремонт: шпиндель",
        "/business Торговля: таможня",
        "/projects Киоск: Ремонт",
        "/team Дима: слесарь, Ремонт",
    ),
}


@dataclass
class Crawl:
    """One language's crawl: what was pressed, and what was wrong."""

    services: Services
    speaker: Speaker
    seen: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(900_000_000))

    async def follow(self, session: AsyncSession, shown: dict[str, Any], depth: int = 0) -> None:
        """Press every button of a message that was not pressed yet, and those of what comes of it."""
        for button in buttons_of(shown):
            data = button["callback_data"]
            if self._is_known(data) or data.split(":")[0] in NOT_FOLLOWED or len(self.seen) > MOST:
                continue
            self.seen.add(shape(data))
            async with session.begin_nested() as attempt:
                after = await self._press(session, data)
                self._check(data, button["text"], shown, after)
                if (data.startswith(ON_THE_WAY) and data.count(":") < 2) or depth < DEEPEST:
                    await self.follow(session, after, depth + 1)
                await attempt.rollback()
            session.expire_all()

    def _is_known(self, data: str) -> bool:
        return shape(data) in self.seen

    async def _press(self, session: AsyncSession, data: str) -> dict[str, Any]:
        number = next(self._numbers)
        speaker = await find_speaker(session, OWNER)
        assert speaker is not None
        handler = handle_callback(self.services, speaker, IncomingCallback("1", data, 1), f"u{number}")
        done = await handler.apply(session, HandlerContext(clock.now(), f"u{number}", number))
        await session.flush()
        first = done.replies[0]
        row = outbox_row(
            first,
            workspace_id=speaker.workspace_id,
            chat_telegram_id=OWNER,
            dedupe_key=f"u{number}:0",
            trace_id=f"u{number}",
            now=clock.now(),
            language=speaker.language,
        )
        return row.payload

    def _check(self, data: str, label: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        said = f"[{label}] {data}: {after['text'][:80]!r}"
        if "This button has expired" in after["text"] or "Эта кнопка устарела" in after["text"]:
            self.wrong.append(f"dead: {said}")
        if (before["text"], buttons_of(before)) == (after["text"], buttons_of(after)):
            self.wrong.append(f"changes nothing: {said}")
        if not data.startswith("st:lang:"):
            self.wrong += [f"{fault}: {said}" for fault in faults_of(after, self.speaker.language)]
        backs = [button for button in buttons_of(after) if button["text"].startswith("‹")]
        if data.startswith(WITH_BACK) and data not in FIRST_OF_THEIR_KIND and buttons_of(after) and not backs:
            self.wrong.append(f"no way back: {said}")


def shape(data: str) -> str:
    """A button's data; of a task's or an entry's without its ids, which are another each time."""
    return data if data.startswith(("st", "su", "help")) else re.sub(r"\d+", "#", data)


def buttons_of(payload: dict[str, Any]) -> list[dict[str, str]]:
    rows = payload.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def faults_of(payload: dict[str, Any], language: str) -> list[str]:
    """What of a message Telegram would refuse, or a Russian reader not read."""
    plain, buttons = _TAG.sub("", payload["text"]), buttons_of(payload)
    faults = []
    if not plain.strip() or len(plain.encode("utf-16-le")) // 2 > 4096:
        faults.append("the text is empty or too long")
    rows = payload.get("reply_markup", {}).get("inline_keyboard", [])
    if len(rows) > 8 or len(buttons) > 100 or any(len(row) > 8 for row in rows):
        faults.append("too many buttons")
    if any(not 1 <= len(button["callback_data"].encode()) <= 64 for button in buttons):
        faults.append("data too long")
    if language == "ru":
        words = "\n".join([plain, *(button["text"] for button in buttons)])
        left = re.findall(r"[A-Za-z]{2,}", _LATIN_IN_RUSSIAN.sub("", words.replace("Anna", "")))
        faults += [f"English: {left}"] if left else []
    return faults


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_button_leads_on_and_back_within_telegrams_limits(
    planner: Planner, language: str
) -> None:
    clock.set_to(MONDAY)
    await planner.tell("/start", lang=language)
    for said in (*WORLD[language], *ROOTS[language]):
        await planner.tell(said, lang=language)
    services = planner.workers[0].services
    async with services.database.transaction() as session:
        speaker = await find_speaker(session, OWNER)
        assert speaker is not None
        assert speaker.language == language
        crawl = Crawl(services, speaker)
        rows = (await session.exec(select(OutboundMessage).order_by(OutboundMessage.id))).all()  # type: ignore[arg-type]
        shown = [row.payload for row in rows]
        for payload in shown:
            crawl.wrong += [f"{fault}: {payload['text'][:80]!r}" for fault in faults_of(payload, language)]
            await crawl.follow(session, payload)
    assert crawl.wrong == []
    # All settings, all topics and all steps were among them.
    verbs = {data.split(":")[0] for data in crawl.seen}
    assert {"st", "su", "help", "w", "edit", "done", "undo"} <= verbs <= set(CALLBACKS)
    assert len(crawl.seen) > 150
