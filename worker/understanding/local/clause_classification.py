"""What each clause is: a task, a heading for others, a detail of the task before, or talk around it."""

from dataclasses import dataclass, field
from typing import Literal

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.announcements import past_topic
from worker.understanding.local.assignments import Assignment, takes_over
from worker.understanding.local.background_times import goes_on
from worker.understanding.local.clause_starts import (
    is_finite,
    is_infinitive,
    is_order,
    is_verb_head,
    lets_somebody,
    rather_a_noun,
)
from worker.understanding.local.clause_talk import is_talk
from worker.understanding.local.clauses_en import FINITE, asks_english, states_english
from worker.understanding.local.completions import is_past
from worker.understanding.local.morphology import has_form
from worker.understanding.local.phrases import phrases
from worker.understanding.local.reported_speech import gives_reason, others_say
from worker.understanding.local.sections import Part
from worker.understanding.local.third_party_requests import wants_by
from worker.understanding.local.words.edit_words import TAKES
from worker.understanding.local.words.word_table import listed

ClauseKind = Literal["task", "heading", "detail", "talk", "fault"]
_FOR_ALL = listed("both all everything each these обе оба все всё всем каждая каждое каждый")
_DETAIL_WORDS = listed("""deadline due by priority estimate it that this one give gives heads up shout nudge buzz is it's that's its be should will for about both all everything them they are please a the
    each of and these two remind me ping alert notify us him her whole job thing task also same must so done finished need needed ready with in on to
    в во с со у из о об от до время начало
    дедлайн срок приоритет оценка это она он оно обе оба все всё по для к на и мне нам там их по-моему напомни напомните напоминание напоминалку предупреди пингани
    поставь сделать надо нужно каждая каждое относится проект проекту бизнес работы печати у то есть задача задачи пусть будет делов время""")


@dataclass(slots=True)
class Clause:
    """A clause with all that was found in it. `title` are the tokens its title is made of; `told` marks an event that
    is told rather than asked for ("the inspector comes on Friday")."""

    part: Part
    kind: ClauseKind
    title: list[int]
    mentions: tuple[Mention, ...]
    fronted: tuple[Mention, ...] = ()
    assignment: Assignment | None = None
    for_all: bool = False
    told: bool = False
    unread: list[str] = field(default_factory=list)

    @property
    def places(self) -> range:
        return self.part.places


def judge(
    sheet: Sheet, part: Part, given: Assignment | None, known: set[int], *, ends_with_colon: bool
) -> Clause:
    """The clause of one part; `known` are the positions of names of businesses and projects."""
    if given:
        sheet.mark(given.places, "person", over=True)
    _mark_asides(sheet, part.places)
    mentions = sheet.mentions_in(part.places)
    title = _title_places(sheet, part.places)
    clause = Clause(part, "task", title, mentions, fronted_times(sheet, part.places, mentions), given)
    words = [sheet.low_at(at) for at in part.places if sheet.tokens[at].kind != "mark"]
    clause.for_all = any(word in _FOR_ALL for word in words[:3]) and not any(
        is_verb_head(sheet, at) for at in title[:1]
    )
    clause.kind = _kind(sheet, clause, known, ends_with_colon=ends_with_colon)
    return clause


def _title_places(sheet: Sheet, places: range) -> list[int]:
    """Unlabelled tokens; quoting marks and inner punctuation included."""
    return [at for at in places if sheet.labels[at] is None]


def fronted_times(sheet: Sheet, places: range, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The moments said before the first word of content, a name said as the topic not counted."""
    content = past_topic(sheet, _spoken(sheet, places))
    if not content:
        return mentions
    start = sheet.tokens[content[0]].start
    return tuple(m for m in mentions if m.end <= start and m.kind == "moment")


def _spoken(sheet: Sheet, places: range) -> list[int]:
    """Unlabelled words that are more than openers, needs and joints."""
    content = sheet.content(places)
    text_start = sheet.tokens[places[0]].start
    dull: set[int] = set(content[:1]) if _leads_on(sheet, content) else set()
    table = phrases(sheet.language)
    for at in content:
        start = sheet.tokens[at].start
        for pattern in (table.openers, table.asking, table.need, table.fillers):
            match = pattern.match(sheet.low, start)
            if (
                match
                and match.end() > start
                and (
                    start == text_start
                    or at == content[0]
                    or at - 1 in dull
                    or not sheet.tokens[at - 1].is_word
                )
            ):
                dull.update(sheet.within(start, match.end()))
    return [at for at in content if at not in dull]


def _leads_on(sheet: Sheet, content: list[int]) -> bool:
    """Whether a clause opens with an English word that only leads on: "And find out why ..."."""
    return sheet.language == "en" and len(content) > 1 and sheet.low_at(content[0]) in _LEAD_ON


_LEAD_ON = {"and", "but", "so", "then", "also", "plus", "or"}


def _mark_asides(sheet: Sheet, places: range) -> None:
    """Brackets that hold only talk ("(the boss is here, urgent)") are no part of the title."""
    opened: int | None = None
    for at in places:
        if sheet.tokens[at].text == "(":
            opened = at
        elif sheet.tokens[at].text == ")" and opened is not None:
            inside = range(opened, at + 1)
            lows = [sheet.low_at(place) for place in inside]
            talks = any(low in FINITE or (sheet.language == "ru" and is_finite(low)) for low in lows)
            if talks or any(sheet.labels[place] == "priority" for place in inside):
                sheet.mark(inside, "noise")
            opened = None


def _kind(sheet: Sheet, clause: Clause, known: set[int], *, ends_with_colon: bool) -> ClauseKind:
    spoken = _spoken(sheet, clause.places)
    fresh = [at for at in spoken if at not in known and sheet.low_at(at) not in _DETAIL_WORDS]
    if clause.assignment and clause.assignment.finite and sheet.language == "en":
        fresh = sorted({*fresh, *spoken[:1]})  # "Kim prints by noon", though the firm is called by its prints
    has_field = bool(clause.mentions) or any(
        sheet.labels[at] in {"priority", "person", "heading", "time"} for at in clause.places
    )
    titled = ends_with_colon or any(sheet.labels[at] == "heading" for at in clause.places)
    if given := clause.assignment:
        fresh = fresh if given.heading or not given.name or not takes_over(sheet, clause.title, given) else []
    if not fresh:
        named = any(at in known for at in spoken)
        return "heading" if titled else "detail" if has_field or named else "talk"
    if ends_with_colon or (len(fresh) <= 3 and _announces(sheet, clause.places)):
        return "heading"
    return _kind_of_content(sheet, clause, spoken, fresh)


def _kind_of_content(sheet: Sheet, clause: Clause, spoken: list[int], fresh: list[int]) -> ClauseKind:
    """The kind of a clause that says something of its own."""
    low = _low(sheet, clause.places).strip(" ,.:-")
    if kind := _beside(sheet, clause, spoken, fresh, low):
        return kind
    if _asks(sheet, clause, spoken):
        return "task"
    if _is_detail(sheet, clause, fresh):
        return "detail"
    if not low.endswith("?") and phrases(sheet.language).fault.search(low):
        return "fault"
    clause.told = _is_statement(sheet, spoken) and _is_event(sheet, clause, spoken)
    if sheet.language == "ru" and wants_by(sheet, clause.places, clause.mentions):
        return "task"
    told = _is_statement(sheet, spoken) or gives_reason(sheet, clause.places)
    return "talk" if told and not clause.told else "task"


def _announces(sheet: Sheet, places: range) -> bool:
    """Whether a clause closes with words that announce a list: "milking shed stuff"."""
    worded = [at for at in places if sheet.tokens[at].kind != "mark"]
    return bool(worded) and sheet.labels[worded[-1]] == "heading"


def _asks(sheet: Sheet, clause: Clause, spoken: list[int]) -> bool:
    """Whether something is to be done here: a verb head, a need, a request, or a person it is given to."""
    if clause.assignment and clause.assignment.name and not clause.assignment.heading:
        return True
    if not spoken:
        return False
    if sheet.language == "ru":
        return _asks_russian(sheet, clause, spoken)
    return asks_english(sheet, spoken, _low(sheet, clause.places), timed=bool(clause.mentions))


def _asks_russian(sheet: Sheet, clause: Clause, spoken: list[int]) -> bool:
    if lets_somebody(sheet, spoken) or _WANTED.match(_low(sheet, clause.places).strip(" ,.:-")):
        return True
    first = sheet.low_at(spoken[0])
    if has_form(first, "VERB", "past") and not is_infinitive(first):
        return False
    own = clause.assignment is not None and clause.assignment.name is None
    if (
        own
        and clause.part.joint == "item"
        and any(has_form(sheet.low_at(at), "VERB", "1per") for at in spoken)
    ):
        return True
    heads = any(_is_head(sheet, at) for at in spoken)
    return heads and not (_others_do(sheet, spoken) and not clause.mentions)


_WANTED = bounded(
    r"(?:и |а |еще |так |ну )*(?:надо|нужно|хочу|хотим|необходимо|хорошо бы|хотелось бы),? чтобы?\b"
)


def _is_head(sheet: Sheet, at: int) -> bool:
    low = sheet.low_at(at)
    return is_infinitive(low) or is_order(low) or _let_us(sheet, at)


def _let_us(sheet: Sheet, at: int) -> bool:
    low = sheet.low_at(at)
    return (has_form(low, "VERB", "1per", "plur") and not has_form(low, "VERB", "past")) or low in {
        "надо",
        "нужно",
    }


def _is_detail(sheet: Sheet, clause: Clause, fresh: list[int]) -> bool:
    """A clause that adds only a duration, reminder or the like: "that's two hours' work"."""
    extra = any(m.kind in {"duration", "reminder"} for m in clause.mentions)
    opened = clause.part.joint in {"stop", "comma", "and", "bare", "line"}
    if clause.part.joint in {"stop", "line"} and any(
        m.kind == "moment" and m.time_said for m in clause.mentions
    ):
        return False  # "Dentist on Wednesday at 8:00, 1 hour"
    return extra and opened and len(fresh) <= 1 and not any(is_verb_head(sheet, at) for at in fresh[:1])


def _beside(sheet: Sheet, clause: Clause, spoken: list[int], fresh: list[int], low: str) -> ClauseKind | None:
    """The kind of a clause that asks for nothing, whatever verbs are in it; None for all others."""
    given = clause.assignment is not None
    if is_talk(sheet, clause.places, spoken, low, timed=bool(clause.mentions), given=given):
        return "talk"
    if _only_allows(sheet, clause, fresh):
        return "detail"
    if not given and not _ahead(clause) and others_say(sheet, clause.places, spoken):
        told = _is_statement(sheet, spoken) and not _asks(sheet, clause, spoken)
        return "talk" if told or gives_reason(sheet, clause.places) else "fault"
    return None


def _ahead(clause: Clause) -> bool:
    return any(not (m.past or m.background) for m in clause.mentions)


def _only_allows(sheet: Sheet, clause: Clause, fresh: list[int]) -> bool:
    """A clause that says only how much time to set aside: "allow two hours", «закладываем 40 минут»."""
    lasting = any(m.kind == "duration" for m in clause.mentions)
    return lasting and clause.part.joint != "start" and all(TAKES.fullmatch(sheet.low_at(at)) for at in fresh)


def _is_statement(sheet: Sheet, spoken: list[int]) -> bool:
    lows = [sheet.low_at(at) for at in spoken]
    if sheet.language == "ru":
        return any(_tells(low) or low in _READY or has_form(low, "PRTS") for low in lows)
    return states_english(sheet, spoken)


def _tells(low: str) -> bool:
    return is_finite(low) and not rather_a_noun(low)


_READY = listed("готов готова готово готовы")


def _is_event(sheet: Sheet, clause: Clause, spoken: list[int]) -> bool:
    """A statement about a time to come: "the inspector comes on Friday", «в пятницу придёт мастер»."""
    coming = any((m.kind == "moment" or m.is_span) and not (m.past or m.background) for m in clause.mentions)
    lows = [sheet.low_at(at) for at in spoken]
    if not coming or lows[0] in FINITE - _OWN_NEWS:
        return False
    if sheet.language == "ru":
        plain = [sheet.low_at(at) for at in spoken if at == spoken[0] or sheet.tokens[at].text[0].islower()]
        return not any(has_form(low, "VERB", "past") for low in plain if _tells(low))
    past = [number for number, low in enumerate(lows) if is_past(low) or low in _PAST_EN]
    return not past or any(goes_on(low) for low in lows[past[-1] + 1 :])


_OWN_NEWS = {"i've", "we've", "there's"}
_PAST_EN = listed("was were had did went got said didn't told wasn't weren't")


def _others_do(sheet: Sheet, spoken: list[int]) -> bool:
    """A statement about others with an infinitive in it: «терпеть не станут»."""
    lows = [sheet.low_at(at) for at in spoken]
    if {"надо", "нужно"} & set(lows):
        return False
    head = next((number for number, at in enumerate(spoken) if _is_head(sheet, at)), len(lows))
    told = [number for number, low in enumerate(lows) if has_form(low, "VERB", "3per") and is_finite(low)]
    return any(number < head or lows[number] in {"будет", "будут"} for number in told)


def _low(sheet: Sheet, places: range) -> str:
    return sheet.low[sheet.tokens[places[0]].start : sheet.tokens[places[-1]].end]
