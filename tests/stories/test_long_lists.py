"""With 150 tasks every list is a screen with a button for more, no keyboard is too long, and /plan answers."""

import datetime as dt
import re

import pytest
from sqlalchemy import text

from models.runtime import clock
from ops.sandbox.client import MessageView
from tests.planner import Planner

# About a screen: a page, and the lines that a heading and a note add.
SCREEN, ROWS = 16, 8
MANY = """
INSERT INTO task (workspace_id, number, title, status, priority, deadline_on, deadline_at, timing, business_id, project_id,
                  assignee_id, estimate_minutes, estimate_source, done_at, actual_minutes, actual_source, version,
                  created_at, updated_at)
SELECT c.workspace_id, 1000 + n, 'Polish plate ' || n, CASE WHEN n % 5 = 0 THEN 'done' ELSE 'open' END, 1 + n % 4,
       CASE WHEN n % 10 = 9 THEN NULL ELSE (CAST(:now AS timestamptz) AT TIME ZONE 'Europe/Berlin')::date + (n % 6 - 2) END,
       CASE WHEN n % 10 <> 9 AND n % 3 = 0 THEN CAST(:now AS timestamptz) + make_interval(days => n % 6 - 2) END,
       CASE WHEN n % 10 = 9 THEN NULL WHEN n % 2 = 0 THEN 'on' ELSE 'by' END,
       (SELECT id FROM business ORDER BY id LIMIT 1), (SELECT id FROM project ORDER BY id LIMIT 1),
       CASE WHEN n % 4 = 0 THEN (SELECT id FROM member WHERE NOT is_owner LIMIT 1) END,
       30, 'stated', CASE WHEN n % 5 = 0 THEN CAST(:now AS timestamptz) END, CASE WHEN n % 5 = 0 THEN 20 END,
       CASE WHEN n % 5 = 0 THEN 'person' END, 1, CAST(:now AS timestamptz) - interval '40 days', CAST(:now AS timestamptz)
FROM chat c, generate_series(1, 150) n
"""
NOTES = """
INSERT INTO note (workspace_id, chat_id, text, trace_id, part, state, created_at)
SELECT workspace_id, id, 'A thing to remember ' || n, 'many', n, 'open', CAST(:now AS timestamptz) FROM chat, generate_series(1, 30) n
"""
ASKED = {
    "en": (
        *(
            "/today",
            "/tomorrow",
            "/week",
            "/plan",
            "/plan week",
            "/done",
            "/find plate",
            "/notes",
            "/business",
        ),
        *(
            "/projects",
            "/team",
            "/settings",
            "/digest",
            "/evening",
            "/weekly",
            "/accuracy",
            "/usage",
            "/now",
            "/help",
        ),
        *("what is overdue?", "list everything", "what has Dima got to do?", "what did we do today?", "/why"),
        *(
            "what did Dima do this week?",
            "what's in Repair?",
            "what's in the Workshop project?",
            "who has what?",
        ),
    ),
    "ru": (
        "/today",
        "/plan",
        "что просрочено?",
        "покажи все задачи",
        "/notes",
        "/evening",
        "/digest",
        "/week",
    ),
}


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def a_full_house(planner: Planner, language: str) -> None:
    await planner.tell("/start", lang=language)
    await planner.tell("/business Repair: plates", lang=language)
    await planner.tell("/projects Workshop, Repair", lang=language)
    await planner.tell("/team Dima: Repair", lang=language)
    async with planner.database.transaction() as session:
        for statement in (MANY, NOTES):
            await session.execute(text(statement), {"now": clock.now()})


def too_long(message: MessageView) -> list[str]:
    rows = (message.raw["body"].get("reply_markup") or {}).get("inline_keyboard") or []
    lines = (message.text or "").count("\n") + 1
    return [
        *([f"{lines} lines"] if lines > SCREEN else []),
        *([f"{len(rows)} rows"] if len(rows) > ROWS else []),
        *([f"{len(message.text)} characters"] if len(message.text or "") > 4096 else []),
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_no_list_is_longer_than_a_screen(planner: Planner, language: str) -> None:
    await a_full_house(planner, language)
    wrong, silent = dict[str, list[str]](), list[str]()
    for asked in ASKED[language]:
        said = await planner.telegram.say(asked, lang=language)
        answers = await planner.answers(said)
        silent += [] if answers else [asked]
        wrong[asked] = [found for answer in answers for found in too_long(answer)]
    assert silent == []
    assert {asked: found for asked, found in wrong.items() if found} == {}


async def test_more_turns_the_pages_until_all_is_seen_and_back(planner: Planner) -> None:
    await a_full_house(planner, "en")
    page = await planner.tell("list everything")
    first, seen = page.text, set(re.findall(r"#(\d+)", page.text))
    for _ in range(30):
        more = next((label for label in page.labels if label.startswith("More")), None)
        if more is None:
            break
        page = await planner.press(page, more)
        assert too_long(page) == []
        seen |= set(re.findall(r"#(\d+)", page.text))
    assert len(seen) == 120
    while back := next((label for label in page.labels if label.startswith("‹")), None):
        page = await planner.press(page, back)
    assert page.text == first


async def test_a_tick_on_a_later_page_keeps_that_page(planner: Planner) -> None:
    await a_full_house(planner, "en")
    page = await planner.tell("/week")
    page = await planner.press(page, next(label for label in page.labels if label.startswith("More")))
    first, ticks = page.text.split("\n")[0], [label for label in page.labels if label.startswith("✓")]
    assert ticks, page.labels
    # Every fourth task is Dima's: the owner ticks their own.
    own = [number for number in re.findall(r"#\d+", page.text) if int(number[1:]) % 4]
    assert [label.removeprefix("✓ ") for label in ticks] == own
    ticked = await planner.press(page, ticks[-1])
    assert too_long(ticked) == []
    assert ticked.text.split("\n")[0] == first
    assert ticks[-1] not in ticked.labels
    assert ticks[0] in ticked.labels
    assert any(label.startswith("‹ 1/") for label in ticked.labels)
    undone = await planner.press(ticked, "Undo")
    assert undone.text == page.text
    assert undone.labels == page.labels


async def test_a_page_of_another_chat_or_of_nothing_is_not_shown(planner: Planner) -> None:
    await a_full_house(planner, "en")
    page = await planner.tell("list everything")
    rows = page.raw["body"]["reply_markup"]["inline_keyboard"]
    data = next(b["callback_data"] for row in rows for b in row if b["callback_data"].startswith("page:"))
    await planner.open_another_workspace(user=2002)
    for forged in (data, "page:1:nothing", "page:x:y", "page", "page:1"):
        await planner.forge_callback(user=2002, data=forged)
    told = await planner.telegram.messages(2002)
    assert not any("Polish plate" in (message.text or "") for message in told)
