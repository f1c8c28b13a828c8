"""Russian words around moments: prepositions, "через два часа", "в то же время", "с четверга"."""

from worker.understanding.dates import days
from worker.understanding.dates.engine import Frame, Intent
from worker.understanding.dates.mentions import Relation
from worker.understanding.dates.moments import Draft, counted, elapsed, kept
from worker.understanding.dates.values import Amount, Day


def _rel(relation: Relation) -> Intent:
    return lambda *_: relation


_ABOUT = "где-то|примерно|ориентировочно|приблизительно|ровно|прямо|точно"

REL: dict[str, Intent] = {
    "в|во|на / около|примерно|ориентировочно|ровно|приблизительно|районе / в районе / где - то / где - то в|во|на": _rel(
        "at"
    ),
    "примерно|ровно|ориентировочно|прямо|точно|уже|аж|именно|скажем в|во|на / часов|часа|часиков|часик в / назначь на": _rel(
        "at"
    ),
    "к|ко / ближе к|ко / не позже|позднее / не позже|позднее чем? в? / где - то к|ко / примерно|часам|часов|часикам к|ко": _rel(
        "by"
    ),
    "часов|часа до / до / аж|вплоть|где|примерно до / где - то до / по": _rel("until"),
    "дедлайн|срок / дедлайн|срок -|:|=|- / крайний срок -|:? / дедлайн|срок до|к|в|во / срок -|: до|к|на": _rel(
        "due"
    ),
    "с|со / начиная с|со / не раньше|ранее / не раньше|ранее чем? в? / начиная|прямо с|со": _rel("from"),
    "после / сразу|где|примерно после": _rel("after"),
    "перед": _rel("before"),
}


def _through(frame: Frame, amount: Amount) -> Draft | None:
    """ "через ...": elapsed for hours, calendar arithmetic for days and longer."""
    moment = elapsed(frame, amount)
    if moment or amount.elapsed:
        return moment
    extra = 1 if amount.minutes else 0
    date = Day(days.in_amount(frame.scene.today, amount.months, amount.days + extra), sure=amount.sure)
    return counted(frame, date, amount)


def _within(frame: Frame, amount: Amount) -> Draft | None:
    moment = _through(frame, amount)
    return moment and moment | {"relation": "by"}


MOMENT: dict[str, Intent] = {
    "через <stretch> / спустя <stretch> / где - то через <stretch> / примерно через <stretch>": _through,
    f"через {_ABOUT}|около|~ <stretch>": _through,
    "<stretch> спустя": _through,
    "не позже|позднее чем? через <stretch> / в течение|течении <stretch> / в ближайшие|ближайший <stretch>": _within,
    "в|на? то же время / в|на? это же время / время то же / тоже время / в то же самое время": kept("time"),
    "время прежнее / время не меняй / время оставь|оставить / в|на? обычное время / на то же время": kept(
        "time"
    ),
    "в тот же день / в|на? тот же день / день тот же": kept("day"),
}

MOMENTS: dict[str, dict[str, Intent]] = {"rel": REL, "moment": MOMENT}
