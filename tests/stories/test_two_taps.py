"""Settings that change what the planner does: by two taps and in words, for whoever may."""

import datetime as dt

import pytest
from sqlmodel import select

from models.runtime import clock
from models.tables.chat import Chat
from models.tables.schedule import Schedule
from models.tables.task import Task
from models.tables.working_hours import DayOff, PlanningHabit
from models.tables.workspace import Workspace
from tests.invitation_steps import follow, token_in
from tests.planner import Planner


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC))


async def tapped(planner: Planner, *labels: str) -> str:
    screen = await planner.tell("/settings")
    for label in labels:
        screen = await planner.press(screen, label)
    return screen.text


async def test_two_taps_change_each_kind_of_setting(planner: Planner) -> None:
    await planner.tell("/start")
    assert "22:00–07:00" in await tapped(planner, "Quiet hours", "22:00–07:00")
    assert "30 min before" in await tapped(planner, "Reminders", "30 min")
    assert "at most 6 h a day" in await tapped(planner, "Planned time", "6 h")
    assert "after 4 hours" in await tapped(planner, "Asking the team again", "4 h")
    assert "off tomorrow" in await tapped(planner, "Working hours", "Off tomorrow")
    assert "Asia/Almaty" in await tapped(planner, "Time zone", "Almaty")
    assert "17:00, Sun" in await tapped(planner, "The weekly review", "Turn on", "Sun")
    assert "already" in await tapped(planner, "Language", "English")
    assert (await tapped(planner, "Language", "Русский")).startswith("Язык")
    [habit] = await planner.rows(select(PlanningHabit))
    assert habit.planned_minutes_cap == 360
    assert [off.first_on for off in await planner.rows(select(DayOff))] == [dt.date(2026, 11, 24)]
    [weekly] = await planner.rows(select(Schedule).where(Schedule.kind == "weekly_review"))
    assert (weekly.enabled, weekly.weekdays) == (True, 1 << 6)


async def test_a_default_business_takes_what_names_none_and_is_not_private(planner: Planner) -> None:
    await planner.tell("/start")
    for business in ("Repair: spindle", "Trade: customs"):
        await planner.tell(f"/business {business}")
    assert "Repair" in (await planner.tell("my default business is Repair")).text
    assert "Which business?" not in (await planner.tell("Send the offer by Friday")).text
    await planner.tell("File the customs papers by Friday")
    await planner.tell("Dentist on Tuesday at 15:30")
    tasks = await planner.rows(select(Task).order_by(Task.number))
    [repair, trade] = sorted({task.business_id for task in tasks if task.business_id})
    assert [task.business_id for task in tasks] == [repair, trade, None]
    await planner.tell("no default business")
    assert "Which business?" in (await planner.tell("Print the labels by Friday")).text


async def test_rules_alone_and_other_words_are_stored(planner: Planner) -> None:
    await planner.tell("/start")
    for said in ("read by rules alone", "hide the transcripts", "ask the team again after 4 hours"):
        await planner.tell(said)
    [workspace] = await planner.rows(select(Workspace))
    [chat] = await planner.rows(select(Chat))
    assert (workspace.reads_by_rules, workspace.nudge_hours, chat.transcript_shown) == (True, 4, False)
    assert await planner.rows(select(Task)) == []


async def test_a_member_sees_and_changes_their_own_alone(planner: Planner) -> None:
    await planner.tell("/start")
    await follow(planner, token_in(await planner.tell("/invite Dima")), 2002)
    shown = await planner.tell("/settings", user=2002)
    assert ("Quiet hours" in shown.labels, "Model and budget" in shown.labels) == (True, False)
    assert "Only the owner" in (await planner.tell("read by rules alone", user=2002)).text
    for data in (
        "st:model:off",
        "st:nudge:0",
        "st:repeats:keep",
        "st:lang:xx",
        "st:lead:x",
        "st:quiet:25",
        "st:zone:Mars",
    ):
        await planner.forge_callback(user=2002, data=data)
    [workspace] = await planner.rows(select(Workspace))
    assert (workspace.reads_by_rules, workspace.nudge_hours, workspace.missed_stays_open) == (
        False,
        None,
        False,
    )
