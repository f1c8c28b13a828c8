"""Times that belong to the thing itself ("the rota for next week"), and habits told as one («поливать через день»)."""

import datetime as dt
import re
from dataclasses import replace

from worker.understanding.context import Context
from worker.understanding.dates import Mention, first_occurrence
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.business_names import FULL, find_projects
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.morphology import forms, has_form
from worker.understanding.local.words.word_table import listed

_PERIODIC = listed("""schedule plan report menu budget rota roster forecast payroll timesheet timesheets calendar invoices figures numbers accounts newsletter
    statement summary bookings agenda programme program timetable prices catalogue shifts receipts payslips
    график расписание отчет план меню бюджет табель прогноз смета программа ведомость афиша прайс отчетность зарплата смена счет меню каталог
    бронь итог статистика выписка чек квитанция""")
_PERIOD = re.compile(
    r"\b(?:week|month|quarter|year|season|january|february|march|april|may|june|july|august|september|october|november|december|weekend"
    r"|недел\w+|месяц\w*|квартал\w*|год\w*|сезон\w*|январ\w+|феврал\w+|март\w*|апрел\w+|ма[йяею]\b|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+|выходны\w+|весн\w+|лет[ои]\b|осень|зим[уы])"
)
# "book flights for the conference in March": the month is the event's.
_EVENT = re.compile(
    r"\b(?:for|to|from|at) (?:the |our |my |his |her )?(?:[\w'-]+ ){0,2}?(?:conference|fair|trip|wedding|holidays?|festival|exhibition|expo|tournament"
    r"|race|marathon|party|gala|retreat|course|workshop|season|audit|launch|concert|gig|show|convention|cruise|reunion)\s*$"
)
_FOR = re.compile(r"^(?:for|of|на|за)\b")


def with_contents(sheet: Sheet, mentions: tuple[Mention, ...], context: Context) -> tuple[Mention, ...]:
    """The mentions, those that only say which period a report or schedule is for put in the background, and those that
    are a part of a project's whole name left out ("New Year sale: ...")."""
    named = [
        set(hit.places)
        for hit in find_projects(list(enumerate(sheet.tokens)), context)
        if hit.strength == FULL
    ]
    free = (m for m in mentions if not any(set(sheet.within(m.start, m.end)) < places for places in named))
    return tuple(replace(m, background=True) if _is_content(sheet, m) else m for m in free)


def _is_content(sheet: Sheet, mention: Mention) -> bool:
    said = lowered(sheet.text[mention.start : mention.end])
    if sheet.language == "en" and said.startswith("in ") and _EVENT.search(sheet.low[: mention.start]):
        return mention.kind == "moment" and _PERIOD.search(said) is not None and mention.date_said
    whole = mention.kind == "duration" and mention.days >= 7
    if not (whole or mention.kind == "moment") or mention.time_said or mention.past or re.search(r"\d", said):
        return False
    if not _FOR.match(said) or not _PERIOD.search(said):
        return False
    before = [token for token in sheet.tokens if token.end <= mention.start][-2:]
    return any(_is_periodic(token.low) for token in before)


def _is_periodic(word: str) -> bool:
    return word in _PERIODIC or any(form.lemma in _PERIODIC for form in forms(word))


_EVERY_OTHER = re.compile(r"^через (?:день|сутки)\b")


def with_rhythms(sheet: Sheet, mentions: tuple[Mention, ...], now: dt.datetime) -> tuple[Mention, ...]:
    """The mentions, «через день» read as every other day where a habit is told: "поливать через день"."""
    return tuple(_rhythm(m, now) if _is_habit(sheet, m) else m for m in mentions)


def _is_habit(sheet: Sheet, mention: Mention) -> bool:
    if mention.kind != "moment" or not _EVERY_OTHER.search(lowered(mention.text)):
        return False
    if "начиная" in sheet.low:
        return True
    verbs = [
        token.low
        for token in sheet.tokens
        if has_form(token.low, "INFN") or has_form(token.low, "VERB", "impr")
    ]
    near = [
        word for word in verbs if has_form(word, "INFN", "impf") or has_form(word, "VERB", "impf", "impr")
    ]
    return bool(near) and len(near) == len(verbs)


def _rhythm(mention: Mention, now: dt.datetime) -> Mention:
    rule = "FREQ=DAILY;INTERVAL=2"
    first = first_occurrence(rule, now, mention.time)
    return replace(
        mention, kind="recurrence", rrule=rule, date=first, date_said=False, minutes=None, days=0, sure=False
    )


def trimmed(mentions: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """The mentions without the marks that close them, which part clauses, and without a verb's own "on"; a number that is
    the beginning of a name («в 2гис») is no time."""
    mentions = tuple(m for m in mentions if not _is_in_a_name(m, text))
    ends = (replace(m, end=m.start + len(text[m.start : m.end].rstrip(" ,.;:!"))) for m in mentions)
    return tuple(replace(m, start=_past_particle(m, lowered(text))) for m in ends)


def _is_in_a_name(mention: Mention, text: str) -> bool:
    """Whether letters go on right after the bare hour."""
    glued = _GLUED.match(text, mention.end)
    return mention.kind == "moment" and mention.bare and glued is not None


_GLUED = re.compile(r"(?<=\d)(?!(?:h|hrs?|ч|час\w*)\b)[^\W\d_]+", re.IGNORECASE)


# "turn the heating on tomorrow", "put the lights on every Friday": these days take no "on".
_PARTICLE = re.compile(r"on +(?=(?:tomorrow|today|tonight|every|each)\b)")
_TAKES_ON = re.compile(r"\b(?:turn|switch|put|keep|leave|try)\s+(?:[\w'-]+\s+){1,4}$")


def _past_particle(mention: Mention, low: str) -> int:
    """Where the mention begins once an "on" that belongs to the verb before it is left to the verb."""
    found = _PARTICLE.match(low, mention.start, mention.end)
    return found.end() if found and _TAKES_ON.search(low[: mention.start]) else mention.start
