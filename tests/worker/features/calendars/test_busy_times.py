"""Events of other programs become busy times: zones, recurrences, exceptions, free and declined ones, hostile files."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.calendar_server import calendar_file
from tests.tables import for_every
from worker.features.calendars.busy_times import ReadCalendar, Window, read_busy_times

BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = Window(dt.datetime(2026, 11, 29, tzinfo=dt.UTC), dt.datetime(2026, 12, 31, tzinfo=dt.UTC), BERLIN)
HOUR = "DTSTART:20261201T100000Z\nDTEND:20261201T110000Z"
# As Outlook writes a zone of its own; its name is no other's.
CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0400
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE"""


def read(*events: str, head: str = "", address: str = "") -> ReadCalendar:
    found = read_busy_times(calendar_file(*events, head=head), WINDOW, address)
    assert found is not None
    return found


def starts(*events: str, head: str = "", address: str = "") -> list[str]:
    times = read(*events, head=head, address=address).times
    return [f"{time.starts_at:%d %H:%M}" for time in times if time.takes_time]


@for_every(
    ("event", "head", "expected"),
    [
        (HOUR, "", ["01 10:00"]),
        ("DTSTART;TZID=Europe/Moscow:20261201T100000\nDURATION:PT1H30M", "", ["01 07:00"]),
        ("DTSTART;TZID=W. Europe Standard Time:20261201T100000\nDTEND;TZID=W. Europe Standard Time:20261201T110000", "", ["01 09:00"]),
        ("DTSTART;TZID=Customized Time Zone:20261201T100000\nDURATION:PT1H", CUSTOM_ZONE, ["01 07:00"]),
        ("DTSTART:20261201T100000\nDTEND:20261201T110000", "", ["01 09:00"]),
        ("DTSTART:20261201T100000\nDTEND:20261201T110000", "X-WR-TIMEZONE:America/New_York", ["01 15:00"]),
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203", "", []),
        ("DTSTART:20261201T100000Z", "", []),
        (f"{HOUR}\nTRANSP:TRANSPARENT", "", []),
        (f"{HOUR}\nTRANSP:OPAQUE\nSTATUS:TENTATIVE", "", ["01 10:00"]),
        (f"{HOUR}\nSTATUS:CANCELLED", "", []),
        (f"{HOUR}\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", "", []),
        (f"{HOUR}\nATTENDEE;PARTSTAT=DECLINED:mailto:anna@shop.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:b@x.example", "X-WR-CALNAME:anna@shop.example", []),
        (f"{HOUR}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@shop.example\nATTENDEE;PARTSTAT=DECLINED:mailto:b@x.example", "X-WR-CALNAME:anna@shop.example", ["01 10:00"]),
        (f"{HOUR}\nATTENDEE;PARTSTAT=DECLINED:mailto:anna@shop.example", "", []),
        ("DTSTART:20260101T100000Z\nDTEND:20260101T110000Z", "", []),
        ("DTSTART:20261128T100000Z\nDTEND:20261130T110000Z", "", ["28 10:00"]),
    ],
)  # fmt: skip
def test_what_takes_time_and_when(event: str, head: str, expected: list[str]) -> None:
    assert starts(event, head=head) == expected


@for_every(
    ("event", "expected"),
    [
        ("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203", ["30 23:00-02 23:00"]),
        ("DTSTART;VALUE=DATE:20261201", ["30 23:00-01 23:00"]),
        ("DTSTART;VALUE=DATE:20261201\nTRANSP:TRANSPARENT", ["30 23:00-01 23:00"]),
        ("DTSTART;VALUE=DATE:20261201\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", ["30 23:00-01 23:00"]),
        ("DTSTART;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE;VALUE=DATE:20261208", ["30 23:00-01 23:00"]),
        ("DTSTART;VALUE=DATE:19701205\nRRULE:FREQ=YEARLY", ["04 23:00-05 23:00"]),
        ("DTSTART;VALUE=DATE:20261201\nSTATUS:CANCELLED", []),
        ("DTSTART;VALUE=DATE:20261201\nATTENDEE;PARTSTAT=DECLINED:mailto:anna@shop.example", []),
        ("DTSTART;VALUE=DATE:20260101", []),
    ],
)  # fmt: skip
def test_events_of_whole_days_are_read_from_midnight_to_midnight_and_take_no_time(
    event: str, expected: list[str]
) -> None:
    times = read(event).times
    assert [f"{time.starts_at:%d %H:%M}-{time.ends_at:%d %H:%M}" for time in times] == expected
    assert not any(time.takes_time for time in times)


def test_the_owner_of_a_google_calendar_is_known_by_its_address() -> None:
    declined = f"{HOUR}\nATTENDEE;PARTSTAT=DECLINED:mailto:anna@shop.example\nATTENDEE;PARTSTAT=ACCEPTED:mailto:b@x.example"
    address = "https://calendar.google.com/calendar/ical/anna%40shop.example/private-abc/basic.ics"
    assert starts(declined, address=address) == []
    assert starts(declined) == ["01 10:00"]


def test_recurrences_with_their_exceptions() -> None:
    weekly = "UID:w\nDTSTART;TZID=Europe/Berlin:20260303T100000\nDTEND;TZID=Europe/Berlin:20260303T110000\nRRULE:FREQ=WEEKLY\n"
    without = f"{weekly}EXDATE;TZID=Europe/Berlin:20261208T100000"
    moved = "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20261215T100000\nDTSTART;TZID=Europe/Berlin:20261216T150000\nDTEND;TZID=Europe/Berlin:20261216T160000"
    off = "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20261222T100000\nSTATUS:CANCELLED\nDTSTART;TZID=Europe/Berlin:20261222T100000\nDTEND;TZID=Europe/Berlin:20261222T110000"
    file = calendar_file(without, moved, off).replace(b"UID:event-0\r\n", b"").replace(b"UID:event-1\r\n", b"").replace(b"UID:event-2\r\n", b"")  # fmt: skip
    found = read_busy_times(file, WINDOW)
    assert found is not None
    assert [f"{time.starts_at:%d %H:%M}" for time in found.times] == ["01 09:00", "16 14:00", "29 09:00"]
    until = "DTSTART:20261130T100000Z\nDTEND:20261130T110000Z\nRRULE:FREQ=DAILY;UNTIL=20261202T100000Z\nRDATE:20261210T100000Z"
    assert starts(until) == ["30 10:00", "01 10:00", "02 10:00", "10 10:00"]
    assert len(starts("DTSTART:20261130T100000Z\nDTEND:20261130T110000Z\nRRULE:FREQ=DAILY;COUNT=4")) == 4


@for_every(
    "rule",
    [
        "FREQ=SECONDLY;COUNT=1000000000", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYSETPOS=300",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYSECOND=1,2,3", "FREQ=NEVER", "X" * 30_000, "FREQ=WEEKLY;INTERVAL=99999999999999",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19",
    ],
)  # fmt: skip
def test_a_hostile_rule_costs_no_more_than_its_own_events(rule: str) -> None:
    found = read(f"DTSTART:19700101T100000Z\nDTEND:19700101T110000Z\nRRULE:{rule}", f"{HOUR}\nSUMMARY:Bank")
    assert [time.title for time in found.times] == ["Bank"]
    assert found.left_out == 1


def test_a_file_of_years_and_of_too_many_events_is_cut() -> None:
    years = [
        f"DTSTART:20{n % 24:02}0101T100000Z\nDTEND:20{n % 24:02}0101T110000Z\nDESCRIPTION:{'x' * 200}"
        for n in range(5_000)
    ]
    assert starts(*years, HOUR) == ["01 10:00"]
    found = read(*[HOUR] * 3_010)
    assert (len(found.times), found.left_out) == (1, 10)


def test_titles_are_data_of_one_line_and_what_is_no_calendar_is_none() -> None:
    [time] = read(f"{HOUR}\nSUMMARY:One\\nTwo <b>\\, {'y' * 500}").times
    assert time.title.startswith("One Two <b>, y")
    assert len(time.title) <= 200
    for other in (b"", b"<html>", b"\xff\xfe\x00", b"BEGIN:VCARD\r\nEND:VCARD\r\n"):
        assert read_busy_times(other, WINDOW) is None
    broken = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261201T99\r\nBEGIN:VALARM\r\n"
    found = read_busy_times(broken, WINDOW)
    assert found is not None
    assert found.times == ()
