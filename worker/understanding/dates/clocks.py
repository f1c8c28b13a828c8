"""Rules for clock times that both languages share, and what every clock rule leans on."""

import datetime as dt

from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.surroundings import counts_before, ends_phrase
from worker.understanding.dates.values import PART_TIMES, Clock, Part, clock_of, in_part, meridiem
from worker.understanding.dates.wordlists import words

# Endings of Russian plurals that follow a count: "в 5 магазинов" names no time.
_COUNTED_ENDINGS = ("ов", "ев", "ей", "ам", "ям", "ах", "ях", "ами", "ями", "их", "ых")
_COUNTED_WORDS = words(
    "% $ ° № штук шт человек раз раза разика руб рублей тысяч тысячи тыс млн кг км гр г м процентов процента минут минуты дней дня "
    "дня недель месяцев лет people percent times items pieces dollars euros bucks k kg km cm mm units person persons "
    "номере комнате зале цехе цеху кабинете корпусе подъезде боксе магазине офисе этаже классе ряду палате вагоне секции теплице "
    "минуту день часов часа час hours hour days weeks months minutes"
)


def deadline_part(part: Part) -> Intent:
    """ "by lunch", «до вечера»: a part of the day as a deadline."""
    return lambda *_: part_clock(part)._replace(by=True)


def part_clock(part: Part) -> Clock:
    """The time a part of the day stands for (convention 12); night is not in the conventions, so not sure."""
    return Clock(PART_TIMES[part], part=part, sure=part != "night")


def counts_things(frame: Frame) -> bool:
    """Whether the number that ends here counts what follows ("at 5 locations", "в 5 магазинов")."""
    scene, at = frame.scene, frame.end
    word = scene.word(at)
    if word in _COUNTED_WORDS:
        return True
    if (
        at >= len(scene.tokens)
        or scene.tokens[at].kind != "word"
        or len(word) < 3
        or len(scene.tokens[at].tags) > 0
    ):
        return False
    if word.isascii():
        return word.endswith("s") and not word.endswith(("ss", "us", "'s", "is"))
    return word.endswith(_COUNTED_ENDINGS)


def _figure(frame: Frame, time: dt.time) -> Clock | None:
    """18:00 as written; 6:30 is bare, 06:30 is not."""
    token = frame.scene.tokens[frame.end - 1]
    return clock_of(time.hour, time.minute, literal=token.word.startswith("0"))


def _bare_hour(frame: Frame, hour: int) -> Clock | None:
    return None if counts_things(frame) else clock_of(hour)


def _hour_minute(frame: Frame, hour: int, minute: int) -> Clock | None:
    """ "nine thirty", "пятнадцать тридцать", "15 30": minutes below ten need a zero before them."""
    words = frame.scene.has(frame.start, "NUMWORD") or frame.scene.has(frame.start, "TENS")
    twice = frame.scene.has(frame.end - 1, "NUMWORD") or frame.scene.has(frame.end - 1, "TENS")
    padded = not twice and frame.scene.has(frame.end - 1, "FIG2")
    fits = (minute >= 10 or padded) and words == twice and not counts_things(frame)
    return clock_of(hour, minute, literal=False) if fits else None


def _military(frame: Frame, time: dt.time) -> Clock | None:
    """1500 after a preposition; years stay years."""
    year = frame.scene.has(frame.end - 1, "YEAR") and time.minute % 15
    return None if year or counts_things(frame) else clock_of(time.hour, time.minute, literal=True)


def _half_day(_: Frame, hour: int, half: str) -> Clock | None:
    return meridiem(hour, 0, half)


def _letter(frame: Frame, half: str) -> str | None:
    """The "a" of "9a" and the "p" of "11:30p": it touches the figure and nothing goes on after it."""
    scene, at = frame.scene, frame.start
    touching = at > 0 and scene.tokens[at - 1].end == scene.tokens[at].start and scene.has(at - 1, "CLOCKFIG")
    return half if touching else None


def _hour_letter(frame: Frame, hour: int) -> Clock | None:
    """ "at 11p", not "at 12a High Street"."""
    tokens = frame.scene.tokens
    touching = tokens[frame.end - 2].end == tokens[frame.end - 1].start
    closed = ends_phrase(frame) or frame.scene.word(frame.end) in ("to", "-", "through")
    half = _LETTERS[tokens[frame.end - 1].word]
    return meridiem(hour, 0, half) if touching and hour <= 12 and closed else None


_LETTERS = {"a": "am", "p": "pm"}


def _bare_figure(frame: Frame, hour: int) -> Clock | None:
    """An hour without a preposition, beside what makes it one ("9 tomorrow"): nothing is counted by it."""
    highest = 12 if frame.scene.language == "en" else 23
    if not 1 <= hour <= highest or _is_no_hour(frame):
        return None
    return clock_of(hour)


def _is_no_hour(frame: Frame) -> bool:
    """Whether a bare figure counts something or numbers an entry of a list ("today 2. call the bank")."""
    numbers = frame.scene.word(frame.end) in (".", ")") and frame.end + 1 < len(frame.scene.tokens)
    return numbers or counts_before(frame) or counts_things(frame)


def _bare_four(frame: Frame, time: dt.time) -> Clock | None:
    """ "1230 tomorrow", "tomorrow 930"."""
    if frame.scene.has(frame.end - 1, "YEAR") or time.minute % 5 or _is_no_hour(frame):
        return None
    return clock_of(time.hour, time.minute, literal=time.hour > 12 or frame.scene.has(frame.end - 1, "HHMM"))


def _three_figures(frame: Frame, time: dt.time) -> Clock | None:
    """ "at 730": hours and minutes of a quarter; other figures may be anything."""
    fits = time.minute in (0, 15, 30, 45) and not counts_things(frame)
    found = clock_of(time.hour, time.minute) if fits else None
    return found and found._replace(sure=False)


def _ish(frame: Frame, hour: int) -> Clock | None:
    """ "5ish"."""
    return None if counts_before(frame) else clock_of(hour)


SELF_EVIDENT: dict[str, Intent] = {
    "CLOCKFIG": _figure,
    "CLOCKFIG <half> / POINTFIG <half>": lambda _, time, half: meridiem(time.hour, time.minute, half),
    "<whole> <half>": _half_day,
    "<whole> <whole> <half>": lambda _, hour, minute, half: meridiem(hour, minute, half),
    "<whole> o|oh <whole> <half>": lambda _, hour, minute, half: meridiem(hour, minute, half),
    "HHMM|HMM <half>": lambda _, time, half: meridiem(time.hour, time.minute, half),
    "HHMM|HMM <genpart>": lambda _, time, part: (
        (found := clock_of(time.hour, time.minute)) and in_part(found, part)
    ),
    "<whole> -? ish": _ish,
    "<oral> <genpart>": lambda _, clock, part: in_part(clock, part),
    "<oral> <half>": lambda _, clock, half: meridiem(clock.time.hour % 12, clock.time.minute, half),
    "<oral>": lambda _, clock: clock,
}

AFTER_PREPOSITION: dict[str, Intent] = {
    "<whole>": _bare_hour,
    "<whole> <whole>": _hour_minute,
    "POINTFIG": lambda frame, time: None if counts_things(frame) else clock_of(time.hour, time.minute),
    "HHMM": _military,
    "HMM": _three_figures,
    "<whole> a|p": _hour_letter,
    "FIG - FIG2": lambda frame, hour, minute: None if counts_things(frame) else clock_of(hour, minute),
    "<whole> <genpart>": lambda _, hour, part: (found := clock_of(hour)) and in_part(found, part),
    "POINTFIG <genpart> / CLOCKFIG <genpart>": lambda _, time, part: (
        (found := clock_of(time.hour, time.minute)) and in_part(found, part)
    ),
}


def add_clocks(grammar: Grammar, *tables: dict[str, dict[str, Intent]]) -> None:
    """Adds `clock` (a time by itself), `hour` (a time only after a preposition), `barehour` (a figure beside a day or a
    part of one), `half` (am or pm), `part`, `oral` and `genpart`.

    Every table maps those names to rules of one language."""
    grammar.add("half", {"MERIDIEM": lambda _, half: half})
    grammar.add("half", {"a": lambda frame: _letter(frame, "am"), "p": lambda frame: _letter(frame, "pm")})
    grammar.add("barehour", {"FIG": _bare_figure, "HHMM|HMM": _bare_four})
    grammar.add("clock", SELF_EVIDENT)
    grammar.add("hour", AFTER_PREPOSITION)
    for table in tables:
        for name, rules in table.items():
            grammar.add(name, rules)
