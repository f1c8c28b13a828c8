"""A subscribed calendar's events are busy time: in plans, in /today, for its owner only; changes offer a new plan."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlmodel import col, select

from models.runtime import clock
from models.tables.appointment import Appointment
from models.tables.calendar_subscription import CalendarSubscription
from models.tables.job_run import JobRun
from models.tables.outbox import OutboundMessage
from models.tables.plan import Plan
from tests.calendar_server import CalendarServer, serving_calendars
from tests.invitation_steps import DIMA, joined
from tests.planner import OWNER, Planner, Stores

MONDAY = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
BANK = "DTSTART;TZID=Europe/Berlin:20261123T100000\nDTEND;TZID=Europe/Berlin:20261123T120000\nSUMMARY:Bank <Novak>"
LATER = BANK.replace("T100000", "T140000").replace("T120000", "T160000")


@pytest.fixture
async def calendars() -> AsyncIterator[CalendarServer]:
    async with serving_calendars() as served:
        yield served


@pytest.fixture
async def planner(stores: Stores, calendars: CalendarServer) -> AsyncIterator[Planner]:
    clock.set_to(MONDAY)
    async with Planner.running(stores, calendar_private_hosts=calendars.name) as running:
        await running.tell("/start")
        await running.tell("/timezone Berlin")
        yield running


async def read_again(planner: Planner, minutes: int = 16) -> CalendarSubscription:
    """Let the clock go on until the calendar is due, and wait until it was tried and all is said."""
    clock.shift_clock(clock.clock_offset() + dt.timedelta(minutes=minutes))
    return await tried(planner)


async def tried(planner: Planner) -> CalendarSubscription:
    later = select(CalendarSubscription).where(col(CalendarSubscription.next_fetch_at) > clock.now())
    [row] = await planner.eventually(later)
    await planner.settled()
    return row


async def last(planner: Planner, user: int = OWNER) -> Any:
    return [seen for seen in await planner.telegram.messages(user) if seen.from_bot][-1]


async def test_events_of_whole_days_are_shown_and_keep_nothing_free(
    planner: Planner, calendars: CalendarServer
) -> None:
    fair = "DTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261125\nTRANSP:TRANSPARENT\nSUMMARY:Trade <fair>"
    calendars.show("/anna.ics", fair, etag='"1"')
    await planner.tell(f"calendar {calendars.url('/anna.ics')}")
    await tried(planner)
    assert "0 busy times" in (await last(planner)).text
    shown = "all day  📅 Trade <fair>"
    assert shown in (await planner.tell("/today")).text
    assert (await planner.tell("/week")).text.count(shown) == 2
    await planner.tell("Count the stock today, 8 hours")
    plan = (await planner.tell("/plan")).text
    assert f"{shown}\n09:00  Count the stock" in plan, plan
    assert shown in (await planner.tell("plan my week")).text
    # A change of it keeps nothing free either: no new plan is offered.
    said = len(await planner.telegram.messages(OWNER))
    calendars.show("/anna.ics", fair.replace("fair", "show"), etag='"2"')
    await read_again(planner)
    assert len(await planner.telegram.messages(OWNER)) == said
    assert "all day  📅 Trade <show>" in (await planner.tell("/plan")).text


async def test_it_is_busy_time_and_a_change_offers_a_new_plan(
    planner: Planner, calendars: CalendarServer
) -> None:
    calendars.show("/anna.ics", BANK, etag='"1"', head="X-WR-CALNAME:Anna's diary")
    card = await planner.tell(f"calendar {calendars.url('/anna.ics')}")
    assert calendars.name in card.text
    assert "/anna.ics" not in card.text
    await tried(planner)
    assert (await last(planner)).text.startswith("Read: Anna's diary")
    assert "10:00–12:00  📅 Bank <Novak>" in (await planner.tell("/today")).text
    assert "Monday 23 November\n10:00–12:00  📅 Bank <Novak>" in (await planner.tell("/week")).text
    await planner.tell("Count the stock today, 2 hours")
    plan = (await planner.tell("/plan")).text
    assert "10:00  Bank <Novak>" in plan
    assert "10:00–12:00  📅 Bank <Novak>\n" in (await planner.tell("plan my week")).text
    assert "12:00" in plan
    await read_again(planner)
    assert calendars.asked[-1][1]["if-none-match"] == '"1"'
    calendars.show("/anna.ics", BANK.replace("T100000", "T120000").replace("T1200", "T1230", 1).replace("T120000", "T143000"), etag='"2"')  # fmt: skip
    await read_again(planner)
    offer = await last(planner)
    assert offer.text.startswith("Moved in your calendar: 12:")
    assert "Count the stock" in offer.text
    assert offer.text.endswith("Re-plan the rest of the day?")
    said = len(await planner.telegram.messages(OWNER))
    await read_again(planner)
    assert len(await planner.telegram.messages(OWNER)) == said
    calendars.show("/anna.ics", etag='"3"')
    await planner.press(offer, "Re-plan the rest")
    await read_again(planner)
    assert "No longer in your calendar today: 12:" in (await last(planner)).text
    assert "📅" not in (await planner.tell("/today")).text


async def test_only_its_owner_sees_it_and_their_removal_ends_it(
    planner: Planner, calendars: CalendarServer
) -> None:
    await joined(planner)
    calendars.show("/dima.ics", LATER)
    await planner.tell(f"/calendar {calendars.url('/dima.ics')}", user=DIMA)
    await tried(planner)
    await planner.tell("/timezone Berlin", user=DIMA)
    assert "Bank" in (await planner.tell("/today", user=DIMA)).text
    for asked in ("/today", "/plan", "what is on today?", "what does Dima have today?", "/calendar"):
        assert "Bank" not in (await planner.tell(asked)).text
    await planner.tell("/team archive Dima")
    assert await planner.rows(select(Appointment)) == []
    assert await planner.rows(select(CalendarSubscription)) == []


async def test_it_is_removed_brought_back_and_listed(planner: Planner, calendars: CalendarServer) -> None:
    calendars.show("/a.ics", BANK)
    card = await planner.tell(f"подключи мой календарь {calendars.url('/a.ics')}")
    await tried(planner)
    card = await planner.press(card, "Remove")
    assert await planner.rows(select(Appointment)) == []
    card = await planner.press(card, "Bring back")
    await tried(planner)
    assert len(await planner.rows(select(Appointment))) == 1
    again = await planner.tell(f"calendar {calendars.url('/a.ics')}")
    assert "every 15 minutes" in again.text
    listed = await planner.tell("/calendar")
    assert f"· {calendars.name}: read at" in listed.text
    await planner.press(listed, f"Remove {calendars.name}")
    assert "You subscribe to" not in (await planner.tell("/calendar")).text


async def test_failures_are_told_at_first_and_once_after_a_day(
    planner: Planner, calendars: CalendarServer
) -> None:
    await planner.tell(f"calendar {calendars.url('/none.ics')}")
    assert (await tried(planner)).failures == 1
    assert "its server refuses" in (await last(planner)).text
    calendars.show("/none.ics", BANK)
    await read_again(planner)
    assert (await last(planner)).text.startswith("Read:")
    calendars.files["/none.ics"] = (200, {}, b"<html>log in</html>")
    said = len(await planner.telegram.messages(OWNER))
    row = await read_again(planner)
    assert (row.error, len(await planner.telegram.messages(OWNER))) == ("content", said)
    pauses = []
    for _ in range(3):
        row = await read_again(planner, 60 * 7)
        pauses.append(row.next_fetch_at - clock.now())
    assert len(await planner.telegram.messages(OWNER)) == said
    assert pauses == sorted(pauses)
    await read_again(planner, 60 * 7)
    told = await last(planner)
    assert told.text.startswith("For a day I could not read the calendar")
    assert "no calendar" in told.text
    await read_again(planner, 60 * 25)
    assert (await last(planner)).id == told.id
    assert len(await planner.rows(select(Appointment))) == 1
    assert "📅" not in (await planner.tell("/today")).text


async def test_what_is_refused_is_said_and_nothing_else_is_a_link(
    planner: Planner, calendars: CalendarServer
) -> None:
    for address, reason in (
        ("https://user:pw@example.com/a.ics", "no address that I read"),
        ("https://example.com:8443/a.ics", "no address that I read"),
        ("http://127.0.0.1/calendar/abc.ics", "a calendar of mine"),
    ):
        assert reason in (await planner.tell(f"calendar {address}")).text, address
    await planner.tell("webcal://[::1]/a.ics")
    await tried(planner)
    assert "not on the public Internet" in (await last(planner)).text
    assert calendars.asked == []
    await planner.tell("Read https://example.com/calendar-tips before the meeting tomorrow")
    assert len(await planner.rows(select(CalendarSubscription))) == 1
    for n in range(4):
        await planner.tell(f"calendar {calendars.url(f'/{n}.ics')}")
    # What is said of the four before may come in between.
    said = await planner.telegram.say(f"calendar {calendars.url('/5.ics')}")
    await planner.telegram.wait_for_bot_message(after=said.id, contains="the most")


async def test_the_address_stands_in_no_job_message_or_log(
    planner: Planner, calendars: CalendarServer, capfd: pytest.CaptureFixture[str]
) -> None:
    await planner.tell(f"calendar {calendars.url('/private-5ecret/basic.ics')}")
    await tried(planner)
    calendars.show("/private-5ecret/basic.ics", BANK)
    await read_again(planner)
    kept = [
        row.model_dump_json()
        for table in (OutboundMessage, JobRun)
        for row in await planner.rows(select(table))
    ]
    assert "5ecret" not in "\n".join([*kept, *capfd.readouterr()])


async def test_a_change_in_quiet_hours_is_told_once_when_they_end_as_it_is_then(
    planner: Planner, calendars: CalendarServer
) -> None:
    calendars.show("/a.ics", BANK, etag='"1"')
    await planner.tell(f"calendar {calendars.url('/a.ics')}")
    await tried(planner)
    await planner.tell("Count the stock today, 2 hours")
    await planner.tell("/plan")
    await planner.tell("/quiet 8:30-11:30")
    said = len(await planner.telegram.messages(OWNER))
    moved = BANK.replace("T120000", "T143000").replace("T100000", "T120000")
    calendars.show("/a.ics", moved, etag='"2"')
    await read_again(planner)
    calendars.show("/a.ics", moved.replace("T143000", "T150000"), etag='"3"')
    await read_again(planner)
    assert len(await planner.telegram.messages(OWNER)) == said
    assert await planner.rows(select(Plan).where(col(Plan.change_due_at).is_not(None)))
    clock.shift_clock(clock.clock_offset() + dt.timedelta(hours=2))
    [plan] = await planner.eventually(
        select(Plan).where(Plan.state == "current", col(Plan.change_due_at).is_(None))
    )
    await planner.settled()
    offer = await last(planner)
    assert offer.text.startswith("Moved in your calendar: 12:00–15:00 Bank <Novak>. Count the stock")
    assert len(await planner.telegram.messages(OWNER)) == said + 1
    assert plan.change_due_at is None
    await read_again(planner)
    assert len(await planner.telegram.messages(OWNER)) == said + 1


async def test_a_change_for_a_plan_of_tomorrow_is_told_when_its_work_begins(
    planner: Planner, calendars: CalendarServer
) -> None:
    calendars.show("/a.ics", etag='"1"')
    await planner.tell(f"calendar {calendars.url('/a.ics')}")
    await tried(planner)
    await planner.tell("Посчитать склад завтра, 2 часа")
    await planner.tell("/language ru")
    await planner.tell("/plan tomorrow")
    calendars.show(
        "/a.ics", BANK.replace("20261123T100000", "20261124T093000").replace("20261123", "20261124")
    )
    await read_again(planner)
    [plan] = await planner.rows(select(Plan).where(Plan.state == "current"))
    assert plan.change_due_at == dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
    clock.set_to(dt.datetime(2026, 11, 24, 8, 1, tzinfo=dt.UTC))
    await planner.eventually(select(Plan).where(Plan.state == "current", col(Plan.change_due_at).is_(None)))
    await planner.settled()
    said = [seen.text for seen in await planner.telegram.messages(OWNER) if seen.from_bot]
    offers = [text for text in said if text.startswith("Новое в вашем календаре: 09:30–12:00 Bank <Novak>")]
    assert len(offers) == 1
    assert any("В календаре\n09:30–12:00  📅 Bank <Novak>\n\n09:00  Посчитать склад" in text for text in said)
