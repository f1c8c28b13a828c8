"""Settings said: "I work from 9 to 5, lunch at 12:30", «часовой пояс Москва» as the commands they are."""

import datetime as dt
import re

from worker.core.speaker import Speaker
from worker.features.settings.travel import zone_of_place
from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import detect_language, resolve
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.transliteration import latin

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
_WEEK = {"daily": "Mon-Sun", "sat": "Mon-Sat"}
_LUNCH_MINUTES = 60


def settings_said(text: str, speaker: Speaker, now: dt.datetime) -> tuple[str, ...]:
    """The commands that a whole message is in other words, in their order; empty for every other message."""
    if hours := _HOURS.fullmatch(text):
        return _hours(hours)
    if off := _OFF.fullmatch(text):
        return _day_off(off["en"] or off["ru"] or off["ru_first"], now.astimezone(speaker.zone))
    if _COST.fullmatch(text):
        return ("/usage",)
    if _WHO.fullmatch(text):
        return ("/help",)
    zone = _ZONE.fullmatch(text)
    return _zone(zone, speaker) if zone else ()


def _hours(found: re.Match[str]) -> tuple[str, ...]:
    start, end = _minute(found["start"]), _minute(found["end"])
    end += 720 if end <= start else 0
    if not 0 <= start < end < 1440:
        return ()
    said = lowered(found["days"] or found["days_"] or "")
    week = "daily" if re.search(r"every|daily|кажд|ежедн|без", said) else "sat"
    days = _WEEK[week] if week == "daily" or re.search(r"sat|суб|сб", said) else "Mon-Fri"
    commands = (f"/hours {days} {_clock(start)}-{_clock(end)}",)
    if not found["lunch"]:
        return commands
    lunch = _afternoon(_minute(found["lunch"]))
    until = _afternoon(_minute(found["lunch_end"])) if found["lunch_end"] else lunch + _LUNCH_MINUTES
    return (f"/hours lunch {_clock(lunch)}-{_clock(until)}", *commands) if lunch < until else ()


def _day_off(said: str, now: dt.datetime) -> tuple[str, ...]:
    """Days off; none where a clock time, a habit or anything but a day is told ("off to the bank on Thursday")."""
    day = resolve(said.strip(), now, detect_language(said))
    whole = day is not None and day.kind == "moment" and day.date_said and day.time is None
    return (f"/hours day off {said.strip()}",) if whole else ()


def _zone(found: re.Match[str], speaker: Speaker) -> tuple[str, ...]:
    """Where somebody lives; where they are counts only as long as no zone was chosen. Another name than the one we
    know is more than a place, and is left to be read as usual."""
    named = found["name"]
    if named and latin(lowered(named)) != latin(lowered(speaker.name.split(" ", maxsplit=1)[0])):
        return ()
    zone = zone_of_place(found["place"]) if found["sure"] or not speaker.zone_confirmed else None
    return (f"/timezone {zone}",) if zone else ()


def _minute(said: str) -> int:
    """Minutes since midnight of "9", "17:30", "5 pm", «час», "noon"."""
    low = lowered(said)
    found = re.match(r"(\d{1,2})(?:[:.](\d\d))?", low)
    if found is None:
        return 720 if low in {"noon", "полдень"} else 780
    hour = int(found[1])
    late = re.search(r"p\.?m|вечера", low) is not None and hour < 12
    return (hour + 12 * late) * 60 + int(found[2] or 0)


def _afternoon(minute: int) -> int:
    """Nobody has lunch from one to six in the morning."""
    return minute + 720 if minute < 7 * 60 else minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
