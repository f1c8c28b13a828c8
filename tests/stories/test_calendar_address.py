"""/calendar: a secret address with one's own appointments, deadlines and planned work, kept up to date and revocable."""

import asyncio
import datetime as dt
from typing import Any

import httpx
import icalendar
import pytest
import vobject
from sqlmodel import select

from models.runtime import clock
from models.tables.calendar_feed import CalendarFeed
from models.tables.job_run import JobRun
from models.tables.outbox import OutboundMessage
from models.tables.task import Task
from tests.invitation_steps import DIMA, joined
from tests.patience import PATIENCE_SECONDS
from tests.planner import Planner, Stores
from worker.features.calendars.feeds import has_stale_feeds

MONDAY = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.set_to(MONDAY)


def address_in(text: str) -> str:
    """The path of the address that a card shows."""
    [found] = [line for line in text.splitlines() if line.startswith("http://127.0.0.1/calendar/")]
    return found.removeprefix("http://127.0.0.1")


async def fetched(planner: Planner, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=planner.url, timeout=60) as program:
        return await program.request(method, path, headers=headers)


async def made(planner: Planner) -> None:
    """Wait until the worker has read all that was said so far."""
    clock.shift_clock(clock.clock_offset() + dt.timedelta(minutes=2))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await planner.rows(select(has_stale_feeds(clock.now()))))[0]:
            await planner.tick()


async def entries(planner: Planner, path: str) -> dict[str, Any]:
    """The entries by title, as two programs that know nothing of each other read them."""
    await made(planner)
    answer = await fetched(planner, path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    first = {str(e["summary"]): e for e in icalendar.Calendar.from_ical(answer.content).events}
    second = vobject.readOne(answer.text)
    events = second.contents.get("vevent", [])
    assert sorted(first) == sorted(e.summary.value for e in events)
    for event in events:
        same = first[event.summary.value]
        assert (event.uid.value, event.dtstart.value) == (str(same["uid"]), same.start)
        assert ("dtend" in event.contents) == ("dtend" in same)
        if "dtend" in event.contents:
            assert event.dtend.value == same.end
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    return first


async def test_what_stands_in_it_and_what_leaves_it(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/timezone Berlin")
    await planner.tell(
        "Tasting on Friday at 2 pm, 2 hours. Send the offer by Thursday. Pay the rent by Wednesday at noon"
    )
    await planner.tell("Paint the wall (north, west) on Saturday")
    path = address_in((await planner.tell("calendar link")).text)
    found = await entries(planner, path)
    tasting = found["Tasting"]
    assert (tasting.start, tasting.end) == (
        dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC), dt.datetime(2026, 11, 27, 15, tzinfo=dt.UTC),
    )  # fmt: skip
    assert (tasting["transp"], tasting["status"]) == ("OPAQUE", "CONFIRMED")
    offer, rent = found["Send the offer (by the end of the day)"], found["Pay the rent (by 12:00)"]
    assert (offer.start, offer["transp"]) == (dt.date(2026, 11, 26), "TRANSPARENT")
    assert (rent.start, rent["transp"]) == (dt.datetime(2026, 11, 25, 11, tzinfo=dt.UTC), "TRANSPARENT")
    assert found["Paint the wall (north, west)"].start == dt.date(2026, 11, 28)
    await planner.tell("move the tasting to Thursday at 3 pm")
    moved = (await entries(planner, path))["Tasting"]
    assert moved["uid"] == tasting["uid"]
    assert moved["sequence"] > tasting["sequence"]
    assert moved.start == dt.datetime(2026, 11, 26, 14, tzinfo=dt.UTC)
    assert moved["last-modified"].dt > tasting["last-modified"].dt
    await planner.tell("the rent is paid")
    await planner.tell("drop the wall")
    assert set(await entries(planner, path)) == {"Tasting", "Send the offer (by the end of the day)"}
    await planner.tell("undo")
    assert "Paint the wall (north, west)" in await entries(planner, path)


async def test_planned_work_stands_in_it_and_moves_with_the_plan(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/timezone Berlin")
    await planner.tell("Посчитать зарплату до пятницы, 1 час. Забрать доски завтра в 10, полчаса")
    path = address_in((await planner.tell("календарь")).text)
    await planner.tell("спланируй завтра")
    found = await entries(planner, path)
    block = found["Посчитать зарплату"]
    assert (block["transp"], block["status"]) == ("TRANSPARENT", "TENTATIVE")
    assert block.end - block.start == dt.timedelta(hours=1)
    assert set(found) == {"Посчитать зарплату", "Посчитать зарплату (до конца дня)", "Забрать доски"}
    await planner.tell("спланируй завтра, до обеда меня нет")
    moved = (await entries(planner, path))["Посчитать зарплату"]
    assert moved["uid"] == block["uid"]
    assert moved.start > block.start
    assert moved["sequence"] > block["sequence"]


async def test_a_series_keeps_its_ids_while_its_tasks_are_made_one_by_one(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/timezone Berlin")
    await planner.tell("Stand-up every Tuesday at 10:00")
    path = address_in((await planner.tell("/calendar")).text)
    await made(planner)

    async def standups() -> dict[dt.datetime, str]:
        await made(planner)
        file = icalendar.Calendar.from_ical((await fetched(planner, path)).content)
        return {event.start: str(event["uid"]) for event in file.events}

    before = await standups()
    tuesdays = [dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC) + dt.timedelta(weeks=n) for n in range(9)]
    assert sorted(before) == tuesdays
    assert len(set(before.values())) == len(tuesdays)
    assert "✓" in (await planner.tell("/done 1")).text
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(await planner.rows(select(Task))) < 2:
            await planner.tick()
    after = await standups()
    assert sorted(after) == tuesdays[1:]
    assert after == {day: before[day] for day in tuesdays[1:]}


async def test_a_program_asks_again_and_a_wrong_address_leads_nowhere(planner: Planner) -> None:
    await planner.tell("/start")
    card = await planner.tell("/calendar")
    path = address_in(card.text)
    await made(planner)
    first = await fetched(planner, path)
    assert first.headers["cache-control"].startswith("private")
    etag = first.headers["etag"]
    for tag in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = await fetched(planner, path, **{"if-none-match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    bare = await fetched(planner, path, **{"accept-encoding": "identity"})
    assert ("content-encoding" in bare.headers, bare.content) == (False, first.content)
    assert first.headers["content-encoding"] == "gzip"
    head = await fetched(planner, path, "HEAD", **{"accept-encoding": "identity"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(first.content))
    assert (await fetched(planner, path, **{"if-none-match": '"other"'})).status_code == 200
    wrong = path.replace(path[-8:], ("B" if path[-8] == "A" else "A") + path[-7:])
    for other in (wrong, "/calendar/.ics", "/calendar/x.ics", path.removesuffix(".ics"), f"{path}/x", "/calendar/" + "A" * 5000 + ".ics"):  # fmt: skip
        assert (await fetched(planner, other)).status_code in (404, 414), other
    assert (await fetched(planner, path, "POST")).status_code == 405
    card = await planner.press(card, "Renew")
    renewed = address_in(card.text)
    assert renewed != path
    assert (await fetched(planner, path)).status_code == 404
    await made(planner)
    assert (await fetched(planner, renewed)).status_code == 200
    card = await planner.press(card, "Turn off")
    assert "turned off" in card.text
    assert (await fetched(planner, renewed)).status_code == 404
    card = await planner.press(card, "Turn on")
    assert address_in(card.text) not in (path, renewed)


async def test_the_address_is_kept_and_logged_nowhere_and_is_the_same_when_asked_again(
    planner: Planner, capfd: pytest.CaptureFixture[str]
) -> None:
    await planner.tell("/start")
    path = address_in((await planner.tell("/calendar")).text)
    assert address_in((await planner.tell("дай мне ссылку на календарь")).text) == path
    await made(planner)
    assert (await fetched(planner, path)).status_code == 200
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 22
    kept = [
        row.model_dump_json()
        for table in (OutboundMessage, JobRun)
        for row in await planner.rows(select(table))
    ]
    feeds = await planner.rows(select(CalendarFeed.salt, CalendarFeed.token_hash))
    keys = [key.decode() async for key in planner.redis.scan_iter("*")]
    assert token not in "\n".join([*kept, *map(str, feeds), *keys, *capfd.readouterr()])


async def test_each_sees_their_own_and_a_removed_member_nothing(planner: Planner) -> None:
    await joined(planner)
    await planner.tell("Oil the hinges on Friday at 10, Dima does it. Visit the tax office on Friday at 11")
    mine = address_in((await planner.tell("/calendar")).text)
    his = address_in((await planner.tell("/calendar", user=DIMA)).text)
    assert set(await entries(planner, mine)) == {"Visit the tax office"}
    assert set(await entries(planner, his)) == {"Oil the hinges"}
    await planner.tell("/team archive Dima")
    assert (await fetched(planner, his)).status_code == 404
    await planner.tell("undo")
    assert (await fetched(planner, his)).status_code == 404
    assert (await fetched(planner, mine)).status_code == 200


async def test_an_appointment_that_is_over_leaves_with_its_day(planner: Planner) -> None:
    await planner.tell("/start")
    await planner.tell("/timezone Berlin")
    await planner.tell("Dentist today at 16:00. Sort the paint today")
    path = address_in((await planner.tell("/calendar")).text)
    assert set(await entries(planner, path)) == {"Dentist", "Sort the paint"}
    clock.set_to(dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC))
    assert set(await entries(planner, path)) == {"Sort the paint"}


async def test_calendars_that_are_turned_off_are_said_to_be(stores: Stores) -> None:
    async with Planner.running(stores, calendar=False) as planner:
        await planner.tell("/start")
        assert "Calendars are turned off" in (await planner.tell("/calendar")).text
        assert (await fetched(planner, "/calendar/" + "A" * 43 + ".ics")).status_code == 404
