"""Days counted from another day of the message: «... 5 декабря, вымыть окна за три дня до этого», «к этому времени»."""

import datetime as dt
import re
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Mention
from worker.understanding.dates.days import in_amount
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_infinitive, is_order, is_verb_head
from worker.understanding.local.morphology import akin
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_IT = r"(?:нее|него|них|этого|того|этой даты|этого (?:дня|срока|времени|момента|события))"
_BEFORE_IT = bounded(rf"\s+до {_IT}(?!\w)")
_ENDS_WITH_IT = re.compile(rf"(?:^за .*\bдо {_IT}|^накануне)$")
_BY_THEN = re.compile(
    r"(?<!\w)(?:к (?:этому|тому)(?: (?:времени|моменту|сроку|дню|часу))?|(?<!раз )до (?:этого|того)(?: (?:времени|момента|срока|дня))?)(?!\w)(?! (?:же|как)\b)"
    r"|(?<![^,.;] )(?:(?<=[,.;] )|(?<=и )|(?<=а ))до (?:нее|него|них)(?!\w)|(?<!\w)(?:к (?:его|ее|их) (?:приходу|приезду|визиту|прибытию|появлению)|до (?:его|ее|их) (?:прихода|приезда|визита|прибытия))(?!\w)"
)
_REMIND = re.compile(r"(?<!\w)(?:напом|предупред|пингани|уведом|сигнал)")
_ENDS = ".!?;\n"


def with_anchored(sheet: Sheet, now: dt.datetime) -> tuple[Mention, ...]:
    """The mentions, those that count from an event told before resolved, and the event itself put in the background.

    The words of the event become a heading: it makes no task of its own."""
    if sheet.language == "en":
        return _with_days_before(sheet, now)
    found = list(sheet.mentions)
    for lead in _leads(sheet):
        event = _event_of(sheet, lead)
        if event is None or _reminds(sheet, lead):
            continue
        clock = _clock_beside(sheet, event, lead)
        kept = [m for m in found if m is not clock and not (m.start < lead.end and lead.start < m.end)]
        told = replace(event, background=True)
        named = _only_day_before(lead)
        if not named:
            sheet.mark(_sentence_of(sheet, event, lead), "heading", over=True)
        found = [told if m == event and not named else m for m in kept]
        found.append(_resolved(lead, replace(event, time=clock.time) if clock else event, now))
    stated = (m for m in found if not _hangs(sheet, m))
    return tuple(sorted(stated, key=lambda m: m.start))


def _with_days_before(sheet: Sheet, now: dt.datetime) -> tuple[Mention, ...]:
    """The mentions, "the day before" of a deed of its own counted from the day told before: "wedding on 12 May, iron the
    tablecloths the day before". The event stays what it is."""
    found = list(sheet.mentions)
    for lead in (m for m in sheet.mentions if m.kind == "reminder" and m.days and m.minutes == m.days * _DAY):
        event = _event_before(sheet, lead)
        if event and _asks_for_a_deed(sheet, lead):
            found[found.index(lead)] = _resolved(lead, event, now)
        elif event := _event_told_after(sheet, lead):
            sheet.mark(sheet.within(lead.end, event.end), "noise", over=True)
            day = _resolved(lead, event, now)
            found[found.index(lead)] = replace(day, text=event.text, relation=event.relation)
            found.remove(event)
    return tuple(found)


_DAY = 24 * 60


def _event_before(sheet: Sheet, lead: Mention) -> Mention | None:
    """The last day named before the stretch of the lead."""
    start = _stretch(sheet, lead).start
    told = [m for m in sheet.mentions if m.kind == "moment" and m.date_said and not (m.past or m.background)]
    return next((m for m in reversed(told) if m.end <= sheet.tokens[start].start), None)


def _event_told_after(sheet: Sheet, lead: Mention) -> Mention | None:
    """The day of the event a lead counts from, told with or after it: "a day before the board meets, they meet on the 24th"."""
    event = next(
        (m for m in sheet.mentions if m.start >= lead.end and m.kind == "moment" and m.date_said), None
    )
    between = sheet.low[lead.end : event.start] if event else ""
    return event if event and not event.background and _HAPPENS.fullmatch(between) else None


_HAPPENS = bounded(
    r"\s+(?:the |our |my |his |her |their )?[\w'-]+(?: [\w'-]+)? (?:meets?|opens?|starts?|begins?|arrives?|comes?|leaves?|closes?|ends?|lands?|moves? in|is due|are due|runs out)"
    r"(?:\s*,?\s*(?:and |which |that )?(?:it|they|he|she|this|that|which)(?:'?s| is| are)?(?: (?:meets?|opens?|starts?|begins?|arrives?|comes?|leaves?|closes?|ends?|lands?|on|will be|happens))?)?\s*(?:on\s+)?"
)


def _asks_for_a_deed(sheet: Sheet, lead: Mention) -> bool:
    """Whether the lead stands with a verb and what it is done to, and nobody asks to be reminded."""
    places, own = _stretch(sheet, lead), sheet.within(lead.start, lead.end)
    said = [at for at in sheet.content(places) if at not in own]
    deed = any(is_verb_head(sheet, at) or _does(sheet, at) for at in said)
    return deed and len(said) > 1 and not _REMIND_EN.search(" ".join(sheet.low_at(at) for at in places))


def _does(sheet: Sheet, at: int) -> bool:
    """Whether a word with a capital and the next are somebody and what they do: "Maria bakes"."""
    return sheet.tokens[at].text[:1].isupper() and sheet.low_at(at + 1).removesuffix("s") in VERBS


def _stretch(sheet: Sheet, lead: Mention) -> range:
    """The places between the marks, or the words that join clauses, around a lead."""
    own = sheet.within(lead.start, lead.end)
    bounds = [at for at, token in enumerate(sheet.tokens) if token.text in _ENDING or token.low in _JOINTS]
    first = max((at + 1 for at in bounds if at < own.start), default=0)
    ends = [at for at in bounds if at >= own.stop] + [len(sheet.tokens)] * 2
    alone = not [at for at in sheet.content(range(first, ends[0])) if at not in own]
    return range(first, ends[1] if alone else ends[0])


_JOINTS = frozenset({"and", "so", "but", "then", "&"})
_REMIND_EN = re.compile(
    r"\b(?:remind(?! (?:me|us) to)|reminder|ping|nudge|warn|warning|alert|buzz|shout|heads|notify|notice|tell me|let me know)\b"
)


def _hangs(sheet: Sheet, mention: Mention) -> bool:
    """Whether a length is the lead of an event whose day nobody told («за неделю до открытия»): it estimates nothing."""
    led = mention.kind == "duration" and mention.text.lower().startswith("за ")
    return led and _BEFORE_NOUN.match(sheet.low, mention.end) is not None


def _leads(sheet: Sheet) -> list[Mention]:
    """What counts from an event: «за неделю до неё», «накануне», and «к этому времени» as a lead of nothing."""
    leads: list[Mention] = []
    for mention in sheet.mentions:
        low = sheet.low[mention.start : mention.end]
        after = _BEFORE_IT.match(sheet.low, mention.end) or _before_event(sheet, mention)
        if mention.kind in {"duration", "reminder", "moment"} and low.startswith("за ") and after:
            leads.append(replace(mention, end=after.end(), text=sheet.text[mention.start : after.end()]))
        elif _counts_alone(sheet, mention, low):
            leads.append(mention)
    for match in _BY_THEN.finditer(sheet.low):
        if not any(m.start < match.end() and match.start() < m.end for m in leads):
            leads.append(
                Mention(match.start(), match.end(), "reminder", sheet.text[match.start() : match.end()])
            )
    return leads


_BEFORE_NOUN = bounded(r"\s+до ([^\W\d_]+)")
_EVENTS = listed(
    "начала старта выезда приезда вылета прилета мероприятия события праздника визита заезда встречи отъезда открытия"
)


def _before_event(sheet: Sheet, lead: Mention) -> re.Match[str] | None:
    """«за две недели до открытия»: the event by its name, said before, or by a word for events."""
    found = _BEFORE_NOUN.match(sheet.low, lead.end)
    if found is None:
        return None
    said = (
        token.low
        for token in sheet.tokens
        if token.is_word and token.end <= lead.start and len(token.low) > 3
    )
    return found if found[1] in _EVENTS or any(akin(low, found[1]) == 1.0 for low in said) else None


def _counts_alone(sheet: Sheet, mention: Mention, low: str) -> bool:
    """Whether a lead needs nothing after it: «накануне», «за день собрать ...», «за полчаса до выезда помыть ...»."""
    if mention.kind == "duration":
        return _opens_with_days(sheet, mention)
    return mention.kind == "reminder" and (
        _ENDS_WITH_IT.search(low) is not None or _before_named_event(sheet, mention, low)
    )


def _before_named_event(sheet: Sheet, lead: Mention, low: str) -> bool:
    """«за полчаса до выезда помыть автобус»: a lead with its event, and a deed of its own after it."""
    places = sheet.within(lead.start, lead.end)
    if not low.startswith("за ") or " до " not in low or not places:
        return False
    return any(is_infinitive(sheet.low_at(at)) for at in range(places.stop, places.stop + 4))


def _event_of(sheet: Sheet, lead: Mention) -> Mention | None:
    """The last day named before the lead, in a stretch of its own that asks for nothing."""
    before = [
        m
        for m in sheet.mentions
        if m.kind == "moment" and m.date_said and m.end <= lead.start and not (m.past or m.background)
    ]
    if not before or not re.search(r"[,.;:!?—–]|\bи\b|\bа\b", sheet.low[before[-1].end : lead.start]):
        return None
    event = before[-1]
    places = _sentence_of(sheet, event, lead)
    asked = any(is_infinitive(sheet.low_at(at)) or is_order(sheet.low_at(at)) for at in places)
    if _only_day_before(lead):
        return event
    return None if asked or not sheet.content(places) else event


def _sentence_of(sheet: Sheet, event: Mention, lead: Mention) -> range:
    """The places of the stretch the event is told in, between the marks around it."""
    timed = {at for m in sheet.mentions for at in sheet.within(m.start, m.end)}
    marks = [at for at, token in enumerate(sheet.tokens) if token.text in _ENDING and at not in timed]
    own, stop = sheet.within(event.start, event.end), sheet.within(lead.start, len(sheet.text)).start
    first = max((at + 1 for at in marks if at < own.start), default=0)
    return range(first, min((at for at in marks if at >= own.stop), default=stop))


_ENDING = frozenset(",.;:!?—–")


def _clock_beside(sheet: Sheet, event: Mention, lead: Mention) -> Mention | None:
    """The clock time told apart from the day of the event: «12 декабря вылет в 7:15»; none for what keeps its own task."""
    places = _sentence_of(sheet, event, lead)
    if event.time_said or _only_day_before(lead):
        return None
    return next((m for m in sheet.mentions_in(places) if m.time_said and not m.date_said), None)


def _only_day_before(lead: Mention) -> bool:
    """Whether the lead leaves the event a task of its own: «накануне», «за день» only tell the day."""
    low = lead.text.lower()
    return low == "накануне" or (lead.kind == "duration" and " до " not in low)


def _opens_with_days(sheet: Sheet, lead: Mention) -> bool:
    """«..., за день собрать папку»: days before what was told, when they open a stretch that asks for a deed."""
    places = sheet.within(lead.start, lead.end)
    if not lead.days or not places or not lead.text.lower().startswith("за "):
        return False
    opens = sheet.low_at(places.start - 1) in {",", ".", "и", "а", ";"}
    return opens and any(is_infinitive(sheet.low_at(at)) for at in range(places.stop, places.stop + 3))


def _reminds(sheet: Sheet, lead: Mention) -> bool:
    start = max(sheet.low.rfind(mark, 0, lead.start) for mark in _ENDS) + 1
    end = min((at for mark in _ENDS if (at := sheet.low.find(mark, lead.end)) >= 0), default=len(sheet.low))
    return _REMIND.search(sheet.low[start:end]) is not None


def _resolved(lead: Mention, event: Mention, now: dt.datetime) -> Mention:
    """The moment the lead comes to; a lead in days keeps no clock time, one in hours counts from the event's."""
    assert event.date is not None
    by_days = bool(lead.days or lead.months)
    date, time = in_amount(event.date, -lead.months, -lead.days), None if by_days else event.time
    if lead.minutes and not by_days and time:
        moment = dt.datetime.combine(date, time) - dt.timedelta(minutes=lead.minutes)
        date, time = moment.date(), moment.time()
    late = date < now.date()
    return Mention(
        lead.start, lead.end, "moment", lead.text, date, time,
        date_said=True, time_said=time is not None, relation="by", past=late, background=late, sure=False,
    )  # fmt: skip
