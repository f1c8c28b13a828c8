"""A new member's first minutes: the first word before /start, and the set-up by buttons and in words."""

import datetime as dt

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.business import Business
from models.tables.chat import Chat
from models.tables.member import Member
from models.tables.task import Task
from models.tables.working_hours import WorkingHours
from tests.invitation_steps import follow, token_in
from tests.planner import OWNER, Planner


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def titles(planner: Planner) -> list[str]:
    return [task.title for task in await planner.rows(select(Task).order_by(col(Task.id)))]


async def names(planner: Planner, table: type[Business | Member]) -> list[str]:
    rows = await planner.rows(select(table).order_by(col(table.id)))
    return [row.name for row in rows if row.archived_at is None]


@pytest.mark.parametrize(
    ("said", "language", "title", "hello"),
    [
        ("call Bob tomorrow at 10", "en", "Call Bob", "Hello, Anna."),
        ("завтра в 10 позвонить Бобу", "ru", "Позвонить Бобу", "Здравствуйте, Anna."),
    ],
)
async def test_the_first_word_of_all_becomes_a_task_with_the_greeting_beside_it(
    planner: Planner, said: str, language: str, title: str, hello: str
) -> None:
    greeting, card = await planner.answers(await planner.telegram.say(said, lang=language))
    assert greeting.text.startswith(hello)
    assert title in card.text
    [task] = await planner.rows(select(Task))
    # 10:00 in Berlin, which the greeting names as the clock that counts.
    assert (task.title, task.deadline_at) == (title, dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))
    assert "10:30" in greeting.text
    step = await planner.press(greeting, greeting.labels[0])
    assert "1 of 5" in step.text or "1 из 5" in step.text


async def test_the_caption_of_a_first_file_becomes_a_task(planner: Planner) -> None:
    photo = await planner.telegram.send_file("document", b"x", caption="Order hinges today")
    greeting, card = await planner.answers(photo)
    assert ("Hello, Anna." in greeting.text, "Order hinges" in card.text) == (True, True)
    assert await titles(planner) == ["Order hinges"]


async def test_a_first_place_offers_its_zone_and_a_first_command_is_answered(planner: Planner) -> None:
    greeting, offer = await planner.answers(await planner.telegram.locate(55.75, 37.62))
    assert greeting.text.startswith("Hello")
    await planner.press(offer, "Moscow · 12:30")
    assert [chat.zone for chat in await planner.rows(select(Chat))] == ["Europe/Moscow"]


async def test_the_set_up_by_buttons(planner: Planner) -> None:
    step = await planner.tell("/start")
    assert step.text.startswith("Step 1 of 5")
    step = await planner.press(step, "Almaty")
    assert "Asia/Almaty" in step.text
    for label in ("🔧 Repair", "☕ Café", "✓ Café"):
        step = await planner.press(step, label)
    assert await names(planner, Business) == ["Repair"]
    assert "So far: Repair" in step.text
    step = await planner.press(step, "Next")
    step = await planner.press(step, "I work alone")
    step = await planner.press(step, "Mon–Sat 10–20")
    hours = await planner.rows(select(WorkingHours).order_by(col(WorkingHours.weekday)))
    assert [row.weekday for row in hours] == [0, 1, 2, 3, 4, 5]
    assert step.text.startswith("Step 5 of 5")
    step = await planner.press(step, "‹ Back")
    assert step.text.startswith("Step 4 of 5")
    assert "Call Bob" in (await planner.tell("call Bob tomorrow at 10")).text


async def test_the_set_up_in_words_in_russian(planner: Planner) -> None:
    await planner.tell("/start", lang="ru")
    step = await planner.tell("Алматы", lang="ru")
    assert "Asia/Almaty" in step.text
    step = await planner.tell("Ремонт, торговля и мастерская", lang="ru")
    assert await names(planner, Business) == ["Ремонт", "Торговля", "Мастерская"]
    assert "Шаг 3 из 5" in step.text
    step = await planner.tell("Дима - слесарь, Ольга", lang="ru")
    [_, dima, olga] = await planner.rows(select(Member).order_by(col(Member.id)))
    assert (dima.name, dima.role, olga.name) == ("Дима", "слесарь", "Ольга")
    step = await planner.tell("с 10 до 19", lang="ru")
    assert {row.opens_at for row in await planner.rows(select(WorkingHours))} == {dt.time(10)}
    assert "Шаг 5 из 5" in step.text
    assert await titles(planner) == []


async def test_a_sentence_settles_a_step_as_well_and_skipping_does_not(planner: Planner) -> None:
    step = await planner.tell("/start")
    step = await planner.tell("I live in New York")
    assert "America/New_York" in step.text
    assert "Step 2 of 5" in step.text
    step = await planner.tell("I have a bakery and a repair shop")
    assert "Step 3 of 5" in step.text
    step = await planner.tell("skip")
    assert step.text.startswith("Step 4 of 5")
    # Later it goes on with what is not settled.
    assert (await planner.tell("/start")).text.startswith("Step 3 of 5")


@pytest.mark.parametrize("said", ["Call Bob", "buy milk", "Invoice Novak tomorrow", "Pay rent, call Ann"])
@pytest.mark.parametrize("taps", [0, 1, 2])
async def test_at_no_step_a_task_is_taken_for_a_name(planner: Planner, said: str, taps: int) -> None:
    step = await planner.tell("/start")
    for _ in range(taps):
        step = await planner.press(step, "Skip")
    await planner.tell(said)
    assert await titles(planner) != []
    assert (await names(planner, Business), await names(planner, Member)) == ([], ["Anna"])


async def test_a_member_is_asked_for_zone_and_hours_alone(planner: Planner) -> None:
    await planner.tell("/start")
    step = await follow(planner, token_in(await planner.tell("/invite Dima")), 2002)
    assert step.text.startswith("Step 1 of 3")
    step = await planner.press(step, "Skip", user=2002)
    assert step.text.startswith("Step 2 of 3")
    chat = (await planner.rows(select(Chat).where(Chat.telegram_id == 2002)))[0]
    for data in (
        "su:firm:0",
        "su:firms",
        "su:people",
        "su:zone:Nowhere",
        "su:hours:99",
        "su:hours:x",
        "help:team",
    ):
        await planner.forge_callback(user=2002, data=data)
    assert await names(planner, Business) == []
    assert chat.zone == "Europe/Berlin"


async def test_the_menu_has_ten_commands_by_role_and_follows_the_language(planner: Planner) -> None:
    await planner.tell("/start")
    await follow(planner, token_in(await planner.tell("/invite Dima")), 2002)
    menus = {user["id"]: user["commands"] for user in await planner.telegram.people()}
    owner, member = ([each["command"] for each in menus[user]] for user in (OWNER, 2002))
    assert max(len(owner), len(member)) <= 10
    assert ("team" in owner, "team" in member) == (True, False)
    await planner.tell("говори по-русски")
    [anna] = [user for user in await planner.telegram.people() if user["id"] == OWNER]
    assert anna["commands"][0]["description"] == "список на сегодня"
