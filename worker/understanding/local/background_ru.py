"""What Russian tells beside a task: deeds of others, reasons, absences. The times of these are no deadlines."""

import re
from collections.abc import Iterable
from dataclasses import replace

from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_finite, is_infinitive, is_order, rather_a_noun
from worker.understanding.local.members import MemberHit, in_case
from worker.understanding.local.morphology import forms, has_form, likeliest
from worker.understanding.local.phrases import phrases
from worker.understanding.local.words.edit_words import EDIT_WORDS, MOVE
from worker.understanding.local.words.word_table import listed

_MARKS = frozenset(",;.!?…:—–()") | {"...", ".."}
_DRAWN = {"поэтому", "посему", "отсюда"}
_ASKING = listed(
    "почему зачем что кто когда где куда откуда сколько какой какая какое какие каким чей чья чье"
)
_NEEDS = listed(
    "надо нужно необходимо пусть пускай чтобы чтоб должен должна должны давай давайте пора требуется"
)
# Deeds that set a day to come: «записали его на приём в пятницу», «попросил смету ко вторнику».
_ARRANGING = listed("""записать записаться назначить договориться забронировать заказать перенести обещать пообещать согласовать запланировать
    попросить просить хотеть захотеть велеть сказать потребовать требовать ждать поставить успеть предложить пригласить подтвердить
    утвердить попроситься проситься""")
_HEARSAY = listed("обещать передавать прогнозировать предсказывать говорить сказать пообещать объявить")
_TO_COME = re.compile(
    r"^(?:на|к|ко|до|по|через)\b|завтра|следующ|ближайш|сегодня|этой неделе|\bэт(?:у|от|о)\b"
)
_AWAY = re.compile(
    r"\b(?:в отпуске|на больничном|боле[ею]т|(?:за|при)болел[аи]?|в отъезде|в командировке|уехал[аи]?|уезжает|на выезде|в декрете|на сессии"
    r"|выходн(?:ой|ая)|отпросил(?:ся|ась)|в отгуле)\b"
)


def mark_told(sheet: Sheet, people: Iterable[MemberHit]) -> bool:
    """Put the times of what is only told into the background and drop remarks beside a task; True when one was dropped."""
    if sheet.language != "ru":
        return False
    hits = list(people)
    _drop_other_people(sheet, hits)
    stretches = _stretches(sheet)
    remarks = [each for each in stretches if _is_remark(sheet, each, hits)]
    whole = len(remarks) == len([each for each in stretches if sheet.content(each)])
    for each in () if whole else remarks:
        if not _names_all(sheet, [other for other in stretches if other not in remarks]):
            _drop_predicate(sheet, each)
            continue
        day = _day_for_the_rest(sheet, each)
        said = range(each.start, each.stop + _connected(sheet, each))
        sheet.mark([at for at in said if at not in day], "dropped", over=True)
    told: dict[int, Mention] = {}
    for number, each in enumerate(stretches):
        drawn = each.stop < len(sheet) and _drawn_from(sheet, each)
        for mention in _within(sheet, each):
            if _is_background(sheet, each, mention, hits, drawn=drawn):
                told[mention.start] = mention
                _mark_said(sheet, mention, asked=_asks_about(sheet, each) and number > 0)
            elif number > 0 and mention.kind == "moment" and _is_content(sheet, stretches[number - 1], each):
                told |= {} if _is_deadline(sheet, each, mention) else {mention.start: mention}
    sheet.mentions = tuple(replace(m, background=True) if m.start in told else m for m in sheet.mentions)
    return bool(remarks) and not whole


def _day_for_the_rest(sheet: Sheet, places: range) -> range:
    """The day of a remark where the rest of the message names clock times and no day: «Вера в среду выходная, в 9 открывает Дима»."""
    told = [m for m in _within(sheet, places) if m.kind == "moment" and m.date_said and not m.past]
    rest = [m for m in sheet.mentions if m.kind == "moment" and m not in _within(sheet, places)]
    clocks = bool(rest) and not any(m.date_said or m.elapsed for m in rest)
    return sheet.within(told[-1].start, told[-1].end) if told and clocks else range(0)


def _is_deadline(sheet: Sheet, places: range, mention: Mention) -> bool:
    """«обзвонить тех, кто не оплатил август, до десятого»: what was not done has no time to come; it is the task's."""
    verbs = _verbs(sheet, places)
    past = (
        bool(verbs)
        and "не" in {sheet.low_at(at) for at in places}
        and all(has_form(low, "VERB", "past") for low in verbs)
    )
    return past and not mention.past and re.match(r"(?:до|к|ко)\s", mention.text.lower()) is not None


def _names_all(sheet: Sheet, others: list[range]) -> bool:
    """Whether what is to be done names its thing itself, rather than only «перенеси на пятницу»."""
    words = [low for each in others for low in _untimed(sheet, each)]
    return any(low not in EDIT_WORDS and not MOVE.fullmatch(low) for low in words)


def _drop_predicate(sheet: Sheet, places: range) -> None:
    """Drop the verb and the times of a remark; its thing stays, for what follows means it."""
    timed = {at for m in _within(sheet, places) for at in sheet.within(m.start, m.end)}
    verbal = [at for at in places if sheet.low_at(at) == "не" or is_finite(sheet.low_at(at))]
    sheet.mark([*timed, *verbal], "dropped", over=True)


def _drop_other_people(sheet: Sheet, people: list[MemberHit]) -> None:
    """Drop whom it is taken from: «делает Наташа, а не Дарья», «вместо Дарьи»."""
    for hit in people:
        start = hit.first - 1
        if sheet.low_at(start) == "не" and sheet.low_at(start - 1) in {"а", ","}:
            start -= 1
        elif sheet.low_at(start) != "вместо":
            continue
        if len(people) > 1:
            sheet.mark(range(start, hit.last + 1), "dropped", over=True)


def _connected(sheet: Sheet, places: range) -> int:
    """How many words after a reason only lead over to what is drawn from it: "поэтому", «так что»."""
    if not _drawn_from(sheet, places):
        return 0
    return 2 if sheet.low_at(places.stop) == "так" else 1


def _mark_said(sheet: Sheet, mention: Mention, *, asked: bool) -> None:
    """A day of a told deed is no part of a title, unless the deed is what a task asks about."""
    if not asked:
        sheet.mark(sheet.within(mention.start, mention.end), "time")


def _stretches(sheet: Sheet) -> list[range]:
    """The stretches between marks, questions asked inside a sentence and two days said side by side."""
    timed = {at: m for m in sheet.mentions for at in sheet.within(m.start, m.end)}
    starts = [0]
    for at in range(1, len(sheet)):
        low, before = sheet.low_at(at), sheet.low_at(at - 1)
        side = (
            at in timed
            and at - 1 in timed
            and timed[at] is not timed[at - 1]
            and _two_days(timed[at - 1], timed[at])
        )
        asked = (
            _is_asking(low) and before not in {"потому", "так", "ни"} and _tells(sheet, range(at, len(sheet)))
        )
        if (
            (before in _MARKS and not (at in timed and timed.get(at - 1) is timed[at]))
            or low in _DRAWN
            or side
            or asked
        ):
            starts.append(at)
    return [range(start, stop) for start, stop in zip(starts, [*starts[1:], len(sheet)], strict=True)]


def _two_days(one: Mention, other: Mention) -> bool:
    """Whether the later of two times side by side begins something new: both name a day, or it is only a part of one."""
    moments = one.kind == other.kind == "moment" and one.date_said and other.relation == "at"
    return moments and (other.date_said or other.vague)


def _is_asking(low: str) -> bool:
    return low in _ASKING or low.startswith("котор")


def _tells(sheet: Sheet, places: range) -> bool:
    """Whether a deed is told in the next few words, rather than asked for: «что отключат воду», «кто записан»."""
    near = [sheet.low_at(at) for at in places[:7]]
    near = near[: near.index(",")] if "," in near else near
    if any(is_infinitive(low) for low in near):
        return False
    return any(is_finite(low) or has_form(low, "PRTS") for low in near)


def _within(sheet: Sheet, places: range) -> tuple[Mention, ...]:
    return sheet.mentions_in(places) if places else ()


def _verbs(sheet: Sheet, places: range) -> list[str]:
    words = (sheet.low_at(at) for at in places if sheet.tokens[at].is_word and sheet.labels[at] != "dropped")
    return [
        low for low in words if is_finite(low) and (phrases("ru").fault.search(low) or not rather_a_noun(low))
    ]


def _asks(sheet: Sheet, places: range) -> bool:
    """Whether something is to be done here: an infinitive, an order, a need."""
    lows = [sheet.low_at(at) for at in places]
    return any(low in _NEEDS or is_infinitive(low) or is_order(low) for low in lows)


def _asks_about(sheet: Sheet, places: range) -> bool:
    return any(_is_asking(sheet.low_at(at)) for at in places[:2])


def _is_content(sheet: Sheet, before: range, places: range) -> bool:
    """Whether a stretch says which ones are meant or what is to be told: «всех, кто записан на субботу», «предупредить,
    что в среду отключат воду»."""
    first = sheet.low_at(places[0])
    if not _is_asking(first) or _asks(sheet, places) or not _tells(sheet, places):
        return False
    if first == "кто" or first.startswith("котор"):
        return True
    said = [sheet.low_at(at) for at in before]
    return any(is_infinitive(low) and _is_one_of(low, _SAYING) for low in said)


_SAYING = listed("""сказать передать сообщить предупредить написать объяснить напомнить узнать уточнить спросить выяснить объявить рассказать
    подтвердить""")


def _drawn_from(sheet: Sheet, places: range) -> bool:
    """Whether what follows is drawn from here: "..., поэтому ...", «..., так что ...»."""
    after = [sheet.low_at(at) for at in range(places.stop, places.stop + 2)]
    return (
        after[0] in _DRAWN
        or after == ["так", "что"]
        or (after[0] == "значит" and sheet.low_at(places.stop - 1) == ",")
    )


def _is_remark(sheet: Sheet, places: range, people: list[MemberHit]) -> bool:
    """A stretch that only says why or why not then: «в среду он не сможет», «Глеб в отпуске», «морозы обещают»."""
    if not sheet.content(places) or _asks(sheet, places):
        return False
    said = sheet.said(places)
    if phrases("ru").fault.search(said):
        return False
    verbs = _verbs(sheet, places)
    if _gives_up(sheet, places) or sheet.low_at(sheet.content(places)[0]).startswith("остальн"):
        return True
    if away := _AWAY.search(said):
        whose = any(hit.first in places for hit in people) or any(
            sheet.low_at(at) in _PERSONAL for at in places
        )
        return len(_untimed(sheet, places)) <= 5 and (whose or away[0].startswith(("в ", "на ")))
    heard = any(_is_one_of(low, _HEARSAY) and has_form(low, "VERB", "plur") for low in verbs)
    nobody = not any(has_form(sheet.low_at(at), "NPRO", "nomn") for at in places)
    told = (heard and nobody and bool(_within(sheet, places))) or _turned_down(sheet, places)
    return told or _is_already(sheet, places)


def _is_already(sheet: Sheet, places: range) -> bool:
    """What a day already holds, said after the task: «..., в субботу уже ревизия»."""
    words = _untimed(sheet, places)
    things = bool(words[1:]) and all(has_form(low, "NOUN", "nomn") for low in words[1:])
    return places.start > 0 and words[:1] == ["уже"] and things and bool(_within(sheet, places))


def _gives_up(sheet: Sheet, places: range) -> bool:
    """Nothing but that a time will not do, another one following: «в среду не успеваем, тогда в четверг»."""
    words = [low for low in _untimed(sheet, places) if low not in _FILLING]
    later = any(m.kind == "moment" and m.start >= sheet.tokens[places[-1]].end for m in sheet.mentions)
    refused = len(words) == 2 and words[0] == "не" and is_finite(words[1])
    return refused and later and bool(_within(sheet, places))


_PERSONAL = {"я", "мы", "он", "она", "они"}
_FILLING = listed("я мы уже никак точно он она они у нас меня")


def _untimed(sheet: Sheet, places: range) -> list[str]:
    """The words of a stretch that are not about time."""
    timed = {at for m in _within(sheet, places) for at in sheet.within(m.start, m.end)}
    return [sheet.low_at(at) for at in sheet.content(places) if at not in timed]


def _turned_down(sheet: Sheet, places: range) -> bool:
    """What somebody else will not do: «завтра краска не приедет»."""
    if not _within(sheet, places):
        return False
    for at in places:
        low = sheet.low_at(at)
        later = has_form(low, "VERB", "futr", "3per") or low in {"может", "могут"}
        if later and is_finite(low) and sheet.low_at(at - 1) == "не":
            return True
    return False


def _is_one_of(low: str, lemmas: frozenset[str]) -> bool:
    found = likeliest(low)
    return found is not None and found.lemma in lemmas


def _is_background(
    sheet: Sheet, places: range, mention: Mention, people: list[MemberHit], *, drawn: bool
) -> bool:
    """Whether a time belongs to what is told, not to what is to be done."""
    if mention.kind != "moment" or mention.elapsed or mention.background or _asks(sheet, places):
        return mention.past and mention.kind == "moment" and bool(_verbs(sheet, places))
    verbs = _verbs(sheet, places)
    if drawn and (verbs or not any(hit.first in places for hit in people)):
        return True
    if not verbs or any(_is_one_of(low, _ARRANGING) for low in verbs):
        return False
    if all(has_form(low, "VERB", "past") for low in verbs):
        return _TO_COME.search(sheet.low[mention.start : mention.end]) is None
    given = any(hit.first in places and in_case(sheet.low_at(hit.last), "nomn") for hit in people)
    lasting = all(any("impf" in form.marks for form in forms(low)[:1]) for low in verbs)
    later = places.stop < len(sheet) and _asks(sheet, range(places.stop, len(sheet)))
    return mention.relation in {"from", "since"} and (lasting or later) and not given
