"""Holidays by name: fixed days, the n-th weekday of a month, and days counted from Easter, in both languages."""

import datetime as dt
from typing import Literal, NamedTuple

from dateutil.easter import easter

from worker.understanding.dates import days
from worker.understanding.dates.calendar_dates import names_thing, place_in_month
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.values import Day


class Fixed(NamedTuple):
    """The same day of the same month each year."""

    month: int
    day: int


class Placed(NamedTuple):
    """The n-th (-1: last) weekday (0: Monday) of a month, and so many days after it."""

    month: int
    place: int
    weekday: int
    later: int = 0


class Easter(NamedTuple):
    """So many days after Easter Sunday of this calendar."""

    calendar: Literal[2, 3]
    later: int = 0


WESTERN: Literal[3] = 3  # the calendars of dateutil.easter
ORTHODOX: Literal[2] = 2
Rule = Fixed | Placed | Easter

# Patterns of the grammar: literal words, "a|b" for either, "x?" for what may be left out.
ENGLISH: dict[str, Rule] = {
    "the? new year's|years|year day": Fixed(1, 1),
    "new year's|years|year eve": Fixed(12, 31),
    "martin luther king jr? day / mlk day": Placed(1, 3, 0),
    "australia day": Fixed(1, 26),
    "groundhog day": Fixed(2, 2),
    "valentine's|valentines|valentine day": Fixed(2, 14),
    "presidents|president's|presidents' '? day": Placed(2, 3, 0),
    "international? women's|womens day": Fixed(3, 8),
    "saint|st .? patrick's|patricks|patrick day / paddy's day": Fixed(3, 17),
    "april fool|fools|fool's '? day?": Fixed(4, 1),
    "good friday": Easter(WESTERN, -2),
    "easter sunday? / easter day": Easter(WESTERN),
    "easter monday": Easter(WESTERN, 1),
    "earth day": Fixed(4, 22),
    "anzac day": Fixed(4, 25),
    "may day": Fixed(5, 1),
    "cinco de mayo": Fixed(5, 5),
    "mother's|mothers|mothers' '? day": Placed(5, 2, 6),
    "memorial day": Placed(5, -1, 0),
    "juneteenth": Fixed(6, 19),
    "father's|fathers|fathers' '? day": Placed(6, 3, 6),
    "canada day": Fixed(7, 1),
    "independence day / the? fourth of july": Fixed(7, 4),
    "bastille day": Fixed(7, 14),
    "labor|labour day": Placed(9, 1, 0),
    "columbus day / indigenous peoples|peoples' '? day": Placed(10, 2, 0),
    "halloween|hallowe'en|haloween": Fixed(10, 31),
    "all saints|saints'|saint's '? day": Fixed(11, 1),
    "bonfire|guy night / guy fawkes night?": Fixed(11, 5),
    "veterans|veteran's|veterans' '? day / remembrance|armistice day": Fixed(11, 11),
    "thanksgiving day?": Placed(11, 4, 3),
    "black friday": Placed(11, 4, 3, 1),
    "cyber monday": Placed(11, 4, 3, 4),
    "christmas|xmas eve": Fixed(12, 24),
    "christmas|xmas day?": Fixed(12, 25),
    "boxing day": Fixed(12, 26),
}
RUSSIAN: dict[str, Rule] = {
    "новый|новым год|годом": Fixed(1, 1),
    "сочельник|сочельника|сочельнику|сочельником": Fixed(1, 6),
    "рождество|рождества|рождеству|рождеством": Fixed(1, 7),
    "старый|старого|старому новый|нового|новому год|года|году": Fixed(1, 14),
    "татьянин|татьянина|татьянину день|дня|дню": Fixed(1, 25),
    "день|дня|дню святого? валентина|влюбленных / день|дня|дню всех влюбленных": Fixed(2, 14),
    "день|дня|дню защитника|защитников отечества": Fixed(2, 23),
    "международный|международного|международному? женский|женского|женскому день|дня|дню": Fixed(3, 8),
    "день|дня|дню смеха|дурака": Fixed(4, 1),
    "день|дня|дню космонавтики": Fixed(4, 12),
    "пасха|пасхи|пасхе|пасху|пасхой": Easter(ORTHODOX),
    "день|дня|дню труда": Fixed(5, 1),
    "день|дня|дню победы": Fixed(5, 9),
    "день|дня|дню защиты детей": Fixed(6, 1),
    "день|дня|дню россии": Fixed(6, 12),
    "день|дня|дню знаний": Fixed(9, 1),
    "день|дня|дню учителя": Fixed(10, 5),
    "хэллоуин|хэллоуина|хэллоуину|хеллоуин|хеллоуина": Fixed(10, 31),
    "день|дня|дню народного единства": Fixed(11, 4),
}


def _in_year(rule: Rule, year: int) -> dt.date | None:
    match rule:
        case Fixed(month, day):
            return dt.date(year, month, day)
        case Placed(month, place, weekday, later):
            found = place_in_month(dt.date(year, month, 1), (place, weekday))
            return found and days.add_days(found, later)
        case Easter(calendar, later):
            return days.add_days(easter(year, calendar), later)


def _next(rule: Rule) -> Intent:
    """The next such day, today included; a part of a thing's name ("the Christmas menu") is none."""

    def day(frame: Frame, *_: object) -> Day | None:
        today = frame.scene.today
        years = range(today.year, min(today.year + 2, dt.MAXYEAR + 1))
        found = (date for year in years if (date := _in_year(rule, year)) and date >= today)
        date = next(found, None)
        led = frame.scene.word(frame.start - 1) in ("for", "для")  # what it is for stays in the title
        return None if date is None or led or names_thing(frame) else Day(date)

    return day


HOLIDAYS: dict[str, dict[str, Intent]] = {
    "day": {pattern: _next(rule) for table in (ENGLISH, RUSSIAN) for pattern, rule in table.items()}
}
