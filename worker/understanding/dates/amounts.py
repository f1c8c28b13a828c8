"""Rules for amounts of time: "an hour and a half", "2ч 15м", "минут сорок", "полтора-два часа" (the upper bound)."""

from worker.understanding.dates.engine import Frame, Grammar, Intent
from worker.understanding.dates.surroundings import COUNTING, ends_phrase, sentence
from worker.understanding.dates.values import Amount, added, amount
from worker.understanding.dates.wordlists import words

_ABOUT_WORDS = words(
    "about around ~ for in within took take takes taking need needs max roughly approx approximately like spent another займет займут уйдет "
    "потратить потратил потратила на за около примерно через заняло заняла занял ушло минимум максимум"
)
# Words after a length that make it a point in time or the whole time.
_COUNTED_ON = words("from later before earlier ago max tops")


def _counted(_: Frame, count: float, unit: str) -> Amount:
    return amount(count, unit)


def _glued(frame: Frame, count: float, unit: str) -> Amount | None:
    """ "6h" and "2 h", but "15m" and "3d" only beside a word that makes them time (15m may be metres), or at the end of
    what is to be done where nothing is measured ("call Anna 45m")."""
    scene = frame.scene
    touching = scene.tokens[frame.end - 1].start == scene.tokens[frame.end - 2].end
    said = scene.word(frame.start - 1) in _ABOUT_WORDS or scene.word(frame.end) in _COUNTED_ON
    if unit == "hour" or said:
        return amount(count, unit)
    closes = ends_phrase(frame) and count >= 5 and count % 5 == 0 and not _is_measured(frame)
    return amount(count, unit)._replace(sure=touching) if unit == "minute" and closes else None


def _is_measured(frame: Frame) -> bool:
    """Whether the sentence speaks of buying, cutting or laying something, of which the figure may be metres."""
    scene = frame.scene
    return any(scene.word(at) in COUNTING for at in sentence(frame) if at < frame.start)


def _after_hours(frame: Frame, hours: Amount, minutes: float) -> Amount | None:
    """Minutes said bare after hours: "an hour and twenty", "час двадцать", "1h40"; not "2 hours 20 boxes"."""
    tokens, last = frame.scene.tokens, frame.end - 1
    apart = tokens[last].kind == "number" and tokens[last].start != tokens[last - 1].end
    if apart and frame.end < len(tokens) and tokens[frame.end].kind == "word":
        return None
    fits = hours.minutes and hours.minutes % 60 == 0 and not hours.days and 5 <= minutes <= 59
    return added(hours, amount(minutes, "minute")) if fits else None


def _chain(_: Frame, first: Amount, second: Amount) -> Amount | None:
    """A larger amount followed by a smaller one."""
    larger = first.lead > second.lead and first.lead % 60 == 0
    return added(first, second) if larger else None


def _range(_: Frame, low: float, high: float, unit: str) -> Amount | None:
    """Two to three hours: the upper bound, so that a plan does not run out of time."""
    return amount(high, unit) if 0 < low < high else None


def _spoken_range(frame: Frame, low: float, high: float, unit: str) -> Amount | None:
    """ "два три часа", as speech recognition writes it: words only, and neighbours."""
    words = frame.scene.has(frame.start, "NUMWORD") and frame.scene.has(frame.start + 1, "NUMWORD")
    return amount(high, unit) if words and high == low + 1 else None


def _wider(_: Frame, low: Amount, high: Amount) -> Amount | None:
    return high if low.lead < high.lead else None


def _hour_to(_: Frame, count: float) -> Amount | None:
    """ "час-полтора", "час-два"."""
    return amount(count, "hour") if 1 < count <= 12 else None


def _unit_first(frame: Frame, unit: str, count: float) -> Amount | None:
    """ "часа два", "минут сорок", "часов на шесть": the unit first makes it approximate; "час на два" is something else."""
    first = frame.scene.word(frame.start)
    plural = (
        first not in ("час", "день", "год", "месяц", "ч", "мин", "минуту", "неделю") and not first.isascii()
    )
    counted = frame.scene.has(frame.end, "UNIT") or frame.scene.has(frame.end, "GENPART")
    return amount(count, unit) if plural and not counted and unit != "year" else None


def _unit_first_range(frame: Frame, unit: str, low: float, high: float) -> Amount | None:
    """ "минут пятнадцать-двадцать"."""
    return _unit_first(frame, unit, high) if low < high else None


def _one_hour(frame: Frame, unit: str) -> Amount | None:
    """A bare "час" is one hour; other bare units are too common as words. A number before it owns it."""
    owned = frame.scene.has(frame.start - 1, "NUM") or frame.scene.has(frame.start - 1, "ORD")
    return (
        amount(1, unit) if unit == "hour" and frame.scene.word(frame.start) != "часа" and not owned else None
    )


def _one(frame: Frame, count: float, unit: str) -> Amount | None:
    """ "a day"; "what a day" and "such a week" measure nothing."""
    return None if frame.scene.word(frame.start - 1) in {"what", "such"} else amount(count, unit)


def _single(_: Frame, unit: str) -> Amount:
    return amount(1, unit)


SIMPLE: dict[str, Intent] = {
    "<count> UNIT / <count> - UNIT": _counted,
    "<count> GLUED": _glued,
    "<count> SHORTMIN": lambda frame, count, _: _glued(frame, count, "minute"),
    "FRACTION of? an|a UNIT": lambda _, part, unit: amount(part, unit),
    "<whole> quarters of an hour / <whole> четверти|четвертей часа": lambda _, count: (
        amount(15 * count, "minute") if 1 <= count <= 3 else None
    ),
    "half of an|a UNIT": lambda _, unit: amount(0.5, unit),
    "ONE UNIT": _one,
    "half an|a UNIT / half UNIT / a half UNIT / half - UNIT / a half - UNIT": lambda _, unit: amount(
        0.5, unit
    ),
    "ONE UNIT and a half": lambda _, count, unit: amount(count + 0.5, unit),
    "<count> UNIT and a half": lambda _, count, unit: amount(count + 0.5, unit),
    "UNIT and a half": lambda _, unit: amount(1.5, unit),
    "ONE and a half UNIT": lambda _, count, unit: amount(count + 0.5, unit),
    "a? quarter of an|a? hour / a? quarter hour / четверть часа / четверти часа": lambda _: amount(
        15, "minute"
    ),
    "three quarters of an hour / три четверти часа": lambda _: amount(45, "minute"),
    "ONE hour and? a? quarter / час с четвертью": lambda _, *__: amount(75, "minute"),
    "all day long? / the|a whole|entire|full day / whole|entire|full day": lambda _: amount(1, "day"),
    "весь|целый день / весь рабочий день / целый рабочий день / целого дня": lambda _: amount(1, "day"),
    "полчаса|получаса|полчасика|полчасу|получасик / пол часа|часика": lambda _: amount(0.5, "hour"),
    "полдня|полдне / пол дня / половину|половина дня": lambda _: amount(0.5, "day"),
    "полмесяца / пол месяца": lambda _: amount(15, "day"),
    "полгода / пол года": lambda _: amount(6, "month"),
    "полнедели / пол недели": lambda _: amount(3, "day"),
    "ONEUNIT с половиной|половинкой": lambda _, unit: amount(1.5, unit),
    "UNIT <count> / UNIT на|за <count>": _unit_first,
    "UNIT <count> - <count> / UNIT <count> или <count>": _unit_first_range,
    "<count> - <count> UNIT / <count> to <count> UNIT / <count> or <count> UNIT": _range,
    "<count> или <count> UNIT / от <count> до <count> UNIT / from <count> to <count> UNIT": _range,
    "<count> <count> UNIT": _spoken_range,
    "час - <count> / час или <count> / часик - <count>": _hour_to,
    "an hour or two / hour or two": lambda _: amount(2, "hour"),
    "a day or two": lambda _: amount(2, "day"),
    "a week or two": lambda _: amount(2, "week"),
}

AMOUNT: dict[str, Intent] = {
    "<simple>": lambda _, value: value,
    "<simple> <simple> / <simple> and <simple> / <simple> и <simple>": _chain,
    "<simple> and <whole> / <simple> <whole>": _after_hours,
    "<simple> <whole> SHORTMIN / <simple> <whole> GLUED": lambda frame, first, count, _: _after_hours(
        frame, first, count
    ),
    "ONEUNIT": _one_hour,
    "ONEUNIT <whole>": lambda frame, unit, count: (
        _after_hours(frame, amount(1, unit), count) if unit == "hour" else None
    ),
    "ONEUNIT <simple> / ONEUNIT и <simple>": lambda frame, unit, rest: _chain(frame, amount(1, unit), rest),
    "<simple> - <simple> / <simple> или <simple>": _wider,
}


def add_amounts(grammar: Grammar) -> None:
    """Adds `amount` (any amount that stands by itself) and `stretch` (also a bare Russian unit, after a preposition)."""
    grammar.add("simple", SIMPLE)
    grammar.add("amount", AMOUNT)
    grammar.add("stretch", {"<amount>": lambda _, value: value, "ONEUNIT": _single})
