"""Plain messages that change settings, as commands: "I work from 9 to 5", «часовой пояс Москва», "I'm in Berlin until Friday"."""

import datetime as dt
import re

from worker.core.speaker import Speaker
from worker.core.zones import zone_of_place
from worker.features.settings.service import Trip
from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import detect_language, find_mentions, resolve
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.transliteration import latin

_TRIP_MESSAGE = bounded(
    r"\s*(?:i\s?['’]?a?m|i will be|i['’]ll be|я|буду|я буду)\s+(?:in|at|в|во|на)\s+(?P<place>[^.!?\n]{2,60})[.!]?\s*",
    re.IGNORECASE,
)


_CLOCK = r"\d{1,2}(?:[:.][0-5]\d)?(?:\s*[ap]\.?m\.?|\s*(?:час(?:а|ов)?|утра|вечера)\b)?"
_DAYS = (
    r"(?:on\s+)?(?:(?:from\s+)?mon(?:day)?s?\s*(?:[-–—]|to|till|through)\s*(?:fri|sat)(?:day)?s?|(?:on\s+)?week\s?days|every\s+day|daily"
    r"|по\s+будням|(?:с\s+)?(?:понедельника|пн)\s*(?:[-–—]|по|до)\s*(?:пятницу|субботу|пятницы|субботы|пт|сб)|каждый\s+день|ежедневно|без\s+выходных)"
)
_LUNCH = (
    rf"[,;.]?\s*(?:and\s+|with\s+|и\s+|а\s+)?(?:(?:my|a|i\s+have|у\s+меня)\s+)?(?:lunch|обед)(?:\s+(?:break|is))*\s*(?:[:—–-]\s*)?(?:at|from|в|с)?\s*"
    rf"(?P<lunch>{_CLOCK}|час(?:\s+дня)?|noon|полдень)(?:\s*(?:to|till|until|до|по|[-–—])\s*(?P<lunch_end>{_CLOCK}))?"
)
_HOURS = bounded(
    r"\W*(?:(?:i|we)\s+(?:usually\s+|normally\s+|always\s+)?work|(?:my\s+|our\s+)?(?:working|work|office|opening)\s+hours(?:\s+are|\s*[:—–-])?"
    r"|(?:я\s+|мы\s+)?(?:обычно\s+|всегда\s+)?работа(?:ю|ем)|(?:мо[йи]\s+|наш[ие]?\s+)?рабоч(?:ее\s+время|ие\s+часы|ий\s+день)\s*[:—–-]?)"
    rf"\s+(?:(?P<days>{_DAYS})\s*,?\s*)?(?:from\s+|с\s+)?(?P<start>{_CLOCK})\s*(?:to|till|until|до|по|[-–—])\s*(?P<end>{_CLOCK})"
    rf"(?:\s*,?\s*(?P<days_>{_DAYS}))?(?:{_LUNCH})?\W*",
    re.IGNORECASE,
)
_OFF = bounded(
    r"\W*(?:(?:i['’]m|i\s+am|i['’]ll\s+be|i\s+will\s+be)\s+(?:off|not\s+working|on\s+(?:vacation|holiday|leave))\s+(?P<en>.{3,40}?)"
    r"|(?:я\s+)?(?:буду\s+)?(?:в\s+отпуске|не\s+работаю)\s+(?P<ru>.{3,40}?)|(?P<ru_first>(?:с\s+|в\s+|во\s+)?.{3,40}?)\s+(?:я\s+)?(?:не\s+работаю|в\s+отпуске|беру\s+выходной|у\s+меня\s+выходной))\W*",
    re.IGNORECASE,
)
_ZONE = bounded(
    r"\W*(?:(?P<intro>(?:my\s+name\s+is|i['’]m|i\s+am|меня\s+зовут)\s+(?P<name>[^\W\d_]+)\s*[,.]\s*(?:and\s+|и\s+|а\s+)?)?)"
    r"(?:(?P<sure>(?:my\s+)?time\s?zone(?:\s+is|\s*[:=—–-])?|(?:мой\s+)?часовой\s+пояс\s*[:—–-]?"
    r"|(?:i|we)(?:\s+live|['’]m\s+based|\s+am\s+based|\s+are\s+based)\s+in|(?:я\s+|мы\s+)?жив(?:у|[её]м)\s+в)"
    r"|(?:i['’]m|i\s+am|we['’]re|we\s+are)\s+in|(?:я|мы)\s+(?:сейчас\s+)?в)\s+(?P<place>[^\d.,!?\n]{2,40})\W*",
    re.IGNORECASE,
)
_COST = bounded(
    r"\W*(?:(?:how\s+much|what)\s+do(?:es)?\s+(?:you|this\s+(?:bot|planner)|the\s+(?:bot|planner))\s+cost|are\s+you\s+free(?:\s+of\s+charge)?"
    r"|(?:а\s+)?сколько\s+(?:ты|этот\s+бот|бот|вы)\s+сто(?:ишь|ит|ите)|(?:а\s+)?ты\s+(?:бесплатный|платный))\W*",
    re.IGNORECASE,
)
_WHO = bounded(
    r"\W*(?:who\s+are\s+you|what\s+are\s+you|are\s+you\s+a\s+(?:bot|robot|human|person)|(?:а\s+)?(?:ты|вы)\s+кто(?:\s+так(?:ой|ая|ие))?|кто\s+(?:ты|вы)(?:\s+так(?:ой|ая|ие))?|ты\s+(?:бот|робот|человек))\W*",
    re.IGNORECASE,
)
_WEEKDAYS = {"daily": "Mon-Sun", "sat": "Mon-Sat"}
_LUNCH_MINUTES = 60


def parse_plain_settings(text: str, speaker: Speaker, now: dt.datetime) -> tuple[str, ...]:
    """The commands that a whole message stands for, in order; empty for every other message."""
    if hours := _HOURS.fullmatch(text):
        return _hours_commands(hours)
    if off := _OFF.fullmatch(text):
        return _day_off_command(off["en"] or off["ru"] or off["ru_first"], now.astimezone(speaker.zone))
    if _COST.fullmatch(text):
        return ("/usage",)
    if _WHO.fullmatch(text):
        return ("/help",)
    zone = _ZONE.fullmatch(text)
    return _zone_command(zone, speaker) if zone else ()


def _hours_commands(found: re.Match[str]) -> tuple[str, ...]:
    start, end = _minute_of_day(found["start"]), _minute_of_day(found["end"])
    end += 720 if end <= start else 0
    if not 0 <= start < end < 1440:
        return ()
    said = lowered(found["days"] or found["days_"] or "")
    week = "daily" if re.search(r"every|daily|кажд|ежедн|без", said) else "sat"
    days = _WEEKDAYS[week] if week == "daily" or re.search(r"sat|суб|сб", said) else "Mon-Fri"
    commands = (f"/hours {days} {_clock(start)}-{_clock(end)}",)
    if not found["lunch"]:
        return commands
    lunch = _as_afternoon(_minute_of_day(found["lunch"]))
    until = (
        _as_afternoon(_minute_of_day(found["lunch_end"])) if found["lunch_end"] else lunch + _LUNCH_MINUTES
    )
    return (f"/hours lunch {_clock(lunch)}-{_clock(until)}", *commands) if lunch < until else ()


def _day_off_command(said: str, now: dt.datetime) -> tuple[str, ...]:
    """The command for days off; none when the text holds a clock time, a habit or more than a day."""
    day = resolve(said.strip(), now, detect_language(said))
    whole = day is not None and day.kind == "moment" and day.date_said and day.time is None
    return (f"/hours day off {said.strip()}",) if whole else ()


def _zone_command(found: re.Match[str], speaker: Speaker) -> tuple[str, ...]:
    """The command for where somebody lives; where they are counts only until a zone was chosen. None when the message
    also introduces somebody of another name, which is read as usual."""
    named = found["name"]
    if named and latin(lowered(named)) != latin(lowered(speaker.name.split(" ", maxsplit=1)[0])):
        return ()
    zone = zone_of_place(found["place"]) if found["sure"] or not speaker.zone_confirmed else None
    return (f"/timezone {zone}",) if zone else ()


def _minute_of_day(said: str) -> int:
    """Minutes since midnight of "9", "17:30", "5 pm", «час», "noon"."""
    low = lowered(said)
    found = re.match(r"(\d{1,2})(?:[:.](\d\d))?", low)
    if found is None:
        return 720 if low in {"noon", "полдень"} else 780
    hour = int(found[1])
    late = re.search(r"p\.?m|вечера", low) is not None and hour < 12
    return (hour + 12 * late) * 60 + int(found[2] or 0)


def _as_afternoon(minute: int) -> int:
    """The minute in the afternoon, for a lunch before seven."""
    return minute + 720 if minute < 7 * 60 else minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def parse_trip_message(text: str, speaker: Speaker, now: dt.datetime) -> Trip | None:
    """The trip that a whole message announces; None for every other message."""
    said = _TRIP_MESSAGE.fullmatch(text)
    return None if said is None else parse_trip(said["place"], speaker, now)


def parse_trip(text: str, speaker: Speaker, now: dt.datetime) -> Trip | None:
    """ "Berlin until Friday": a place we know and an end; None when either is missing."""
    local = now.astimezone(speaker.zone)
    mentions = [mention for mention in find_mentions(text, local, None) if mention.date is not None]
    if len(mentions) != 1 or mentions[0].kind != "moment":
        return None
    until = mentions[0]
    place = f"{text[: until.start]} {text[until.end :]}".strip(" ,.")
    zone = zone_of_place(place)
    assert until.date is not None
    return None if zone is None or until.date < local.date() else Trip(zone, until.date)
