"""Times that belong to the thing itself ("the rota for next week"), and the noun a later "it" stands for."""

import datetime as dt
import re
from dataclasses import replace

from worker.understanding.calendar import Mention, first_occurrence
from worker.understanding.context import Context
from worker.understanding.rules.morphology import akin, forms, has_form, likeliest
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.tokens import lowered, tokenise
from worker.understanding.rules.words.english_verbs import VERBS
from worker.understanding.rules.words.listing import listed

_PERIODIC = listed("""schedule plan report menu budget rota roster forecast payroll timesheet timesheets calendar invoices figures numbers accounts newsletter
    statement summary bookings agenda programme program timetable prices catalogue shifts
    график расписание отчет план меню бюджет табель прогноз смета программа ведомость афиша прайс отчетность зарплата смена счет меню каталог
    бронь итог статистика выписка""")
_PERIOD = re.compile(
    r"\b(?:week|month|quarter|year|season|january|february|march|april|may|june|july|august|september|october|november|december|weekend"
    r"|недел\w+|месяц\w*|квартал\w*|год\w*|сезон\w*|январ\w+|феврал\w+|март\w*|апрел\w+|ма[йяею]\b|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+|выходны\w+|весн\w+|лет[ои]\b|осень|зим[уы])"
)
_FOR = re.compile(r"^(?:for|of|на|за)\b")
_BACKWARD = listed("it its them their him his her that one его ее их ему ей им туда там него нее них этого")
_UNITS = listed(
    "bottles bottle cans packets rolls бутылки бутылок банки банок рулонов штуки kg g t l ml pcs pieces boxes bags packs litres liters tons units кг г т л шт штук коробок мешков пачек литров тонн упаковок more some еще"
)
_PLAIN = listed("a an the any some barely hardly no more all out of our my left is are")


def with_contents(sheet: Sheet, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions, those that only say which period a report or schedule is for put in the background."""
    return tuple(replace(m, background=True) if _is_content(sheet, m) else m for m in mentions)


def _is_content(sheet: Sheet, mention: Mention) -> bool:
    said = lowered(sheet.text[mention.start : mention.end])
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


_GONE = (
    re.compile(r"\b(?:out of|low on|no more) (?:the )?([\w-]+)"),
    re.compile(r"\b(?:за)?кончил(?:ся|ась|ось|ись) ([\w-]+)"),
    re.compile(r"\b([\w-]+) (?:за)?кончил(?:ся|ась|ось|ись)\b"),
)


def _gone(said: str) -> str | None:
    """What has run out, when that is told: "we ran out of vanilla" gives "vanilla"."""
    return next((match[1] for pattern in _GONE if (match := pattern.search(said))), None)


def referent(sheet: Sheet, title: str, talk: list[int], context: Context) -> str | None:
    """The noun of the talk before a task that its title leaves out ("order 50 kg") or only points to ("its status")."""
    words = [token.low for token in tokenise(title) if token.kind != "mark"]
    if not talk or not (set(words) & _BACKWARD or _lacks_object(words)):
        return None
    gone = _gone(" ".join(sheet.low_at(at) for at in talk))
    if gone and not set(words) & _BACKWARD:
        return gone
    keywords = [
        t.low for b in context.businesses for k in b.keywords for t in tokenise(lowered(k)) if t.is_word
    ]
    for at in reversed(talk):
        low = sheet.low_at(at)
        if (
            sheet.tokens[at].is_word
            and len(low) > 2
            and any(akin(low, keyword) == 1.0 for keyword in keywords)
        ):
            return None if any(akin(low, word) == 1.0 for word in words) else _with_adjective(sheet, at, talk)
    return None


def _lacks_object(words: list[str]) -> bool:
    verb = bool(words) and (words[0] in VERBS or has_form(words[0], "INFN"))
    return verb and len(words) > 1 and all(word in _UNITS or word[0].isdigit() for word in words[1:])


def _with_adjective(sheet: Sheet, at: int, talk: list[int]) -> str:
    """The noun with the adjective before it; a Russian noun in its dictionary form."""
    word, before = sheet.tokens[at].text, sheet.low_at(at - 1)
    form = likeliest(word)
    if form:
        return form.lemma if form.pos == "NOUN" else word
    adjective = at - 1 in talk and sheet.tokens[at - 1].is_word and before not in _PLAIN
    return f"{sheet.tokens[at - 1].text} {word}" if adjective else word
