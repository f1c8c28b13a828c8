"""Drafts made into new tasks: title, business, project, person, deadline and the rest."""

import datetime as dt
import re

from worker.understanding.context import Context
from worker.understanding.dates import Mention, combine, shift_due
from worker.understanding.intents import CreateTask, Due, Timing
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.antecedents import points_back, with_antecedent
from worker.understanding.local.businesses import Numbered, decide_business, named_business, named_project
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.clause_starts import is_infinitive, is_verb_head
from worker.understanding.local.fields import PriorityHit
from worker.understanding.local.list_scope import day_only, in_week_of
from worker.understanding.local.message_tokens import Token, lowered
from worker.understanding.local.morphology import has_form, likeliest
from worker.understanding.local.repetitions import anchored, ended, limited
from worker.understanding.local.stated_fields import priority_of
from worker.understanding.local.task_assembly import MOMENTS, Draft
from worker.understanding.local.titles import make_title
from worker.understanding.timing import names_deadline


def tokens_of(sheet: Sheet, draft: Draft) -> list[int]:
    """Positions of all the words a draft was read from, its headings included."""
    own = [at for clause in (*draft.details, *draft.clauses) for at in clause.places]
    barred = {"dropped", "time", "noise", "person"}
    return [
        at for at in (*own, *draft.heading.tokens, *draft.fronted.tokens) if sheet.labels[at] not in barred
    ]


def create_task(
    sheet: Sheet, draft: Draft, priorities: list[PriorityHit], context: Context, now: dt.datetime
) -> CreateTask | None:
    """The intent of a draft; None when no title is left."""
    title = _title(sheet, draft)
    if not title:
        return None
    own = [*draft.details, *draft.clauses]
    mentions = [m for clause in sorted(own, key=lambda c: c.places.start) for m in clause.mentions]
    person = _person(draft)
    numbered = _numbered(sheet, own)
    leads = (*draft.heading.tokens, *draft.fronted.tokens)
    led = [(at, sheet.tokens[at]) for at in leads if sheet.labels[at] != "time"]
    talk = [(at, sheet.tokens[at]) for at in draft.background]
    drawn = any(sheet.low_at(at) == "so" and sheet.labels[at] == "glue" for at in draft.background)
    told = talk if drawn or points_back([low for _, low in _worded(sheet, draft)]) else []
    things = _without_deeds(sheet, own, numbered)
    project = next((found for said in (things, led, told) if (found := named_project(said, context))), None)
    business = _business(numbered, led, talk, context, project, person)
    priority = priority_of(sheet, own, priorities)
    moments, recurrence = _moments(draft, mentions, someday=priority == _SOMEDAY)
    due = _due(moments, now)
    if recurrence:
        recurrence = anchored(recurrence, moments, due, now)
    return CreateTask(
        title=title,
        business=business,
        project=project,
        assignee=person,
        due=due,
        timing=_timing(moments, recurrence) if due else None,
        priority=priority if priority is not None else draft.heading.priority,
        estimate_minutes=_minutes(mentions, "duration"),
        recurrence=recurrence,
        reminder_minutes_before=_minutes(mentions, "reminder"),
    )


def _business(
    own: Numbered, led: Numbered, talk: Numbered, context: Context, project: str | None, person: str | None
) -> str | None:
    """The business of a task: named in its own words or else in its heading, then by topic in the same order."""
    named = (named_business(own, context) or named_business(led, context)) if led else None
    for said in (own, led):
        named = named or (decide_business(said, context, project, None) if said else None)
    return named or decide_business([*own, *talk], context, project, person)


def _worded(sheet: Sheet, draft: Draft) -> list[tuple[int, str]]:
    """The (position, word) pairs a draft's title is made of."""
    places = [at for clause in draft.clauses for at in clause.title]
    return [(at, sheet.low_at(at)) for at in places if sheet.tokens[at].kind != "mark"]


def _numbered(sheet: Sheet, clauses: list[Clause]) -> list[tuple[int, Token]]:
    """The tokens that may name a business: all that was not dropped, said about time, or a person's name."""
    barred = {"dropped", "time", "noise"}
    places = [at for clause in clauses for at in clause.places if sheet.labels[at] not in barred]
    return [(at, sheet.tokens[at]) for at in places if sheet.labels[at] != "person"]


def _without_deeds(
    sheet: Sheet, clauses: list[Clause], numbered: list[tuple[int, Token]]
) -> list[tuple[int, Token]]:
    """The tokens but the English verbs that open their clause: "drop the keys off" is not about "Summer drop"."""
    firsts = {clause.title[0] for clause in clauses if clause.title} if sheet.language == "en" else set()
    deeds = {at for at in firsts if is_verb_head(sheet, at) and at + 1 not in sheet.known}
    return [(at, token) for at, token in numbered if at not in deeds]


def _person(draft: Draft) -> str | None:
    for clause in [*draft.details, *draft.clauses]:
        if clause.assignment:
            return clause.assignment.name
    lead = draft.fronted.person or draft.heading.person
    return lead.name if lead else None


def _minutes(mentions: list[Mention], kind: str) -> int | None:
    found = [m.minutes for m in mentions if m.kind == kind and m.minutes and not (m.past or m.background)]
    return found[-1] if found else None


_SOMEDAY = 4  # the priority of what waits for no day


def _timing(moments: list[Mention], recurrence: str | None) -> Timing:
    """Whether the moments of a due name a deadline; of what repeats, only a clock time does ("every Friday by noon")."""
    told = [m for m in moments if m.kind == ("recurrence" if recurrence else "moment")]
    return "by" if names_deadline(told) else "on"


def _due(moments: list[Mention], now: dt.datetime) -> Due | None:
    shift = next((m for m in moments if m.kind == "shift"), None)
    if shift is None:
        return combine(moments, now) if moments else None
    whole = (shift.days or shift.months) and not shift.minutes
    due = shift_due(Due(date=now.date()), shift, now) if whole else None
    return due if due and due.date > now.date() else None


def _later(mentions: list[Mention]) -> list[Mention]:
    """ "3 weeks later" of a task that has no other time is counted from now."""
    return [m for m in mentions if m.kind == "shift" and not m.negated][:1]


def _moments(draft: Draft, mentions: list[Mention], *, someday: bool) -> tuple[list[Mention], str | None]:
    """The moments that make the due of a draft, and its recurrence rule."""
    moments = [m for m in mentions if m.kind in MOMENTS or m.is_span]
    moments = [m for m in moments if not (m.past or m.background or m.negated)]
    rule = next((m for m in moments if m.kind == "recurrence" and m.rrule), None)
    moments = [in_week_of(m, draft.heading.moments) for m in moments]
    led = () if draft.fronted.told and not any(m.time_said for m in moments) else draft.fronted.moments
    leads = [] if someday else [*draft.heading.moments, *led]
    rule = rule or next((m for m in leads if m.kind == "recurrence" and m.rrule), None)
    if not any(m.date_said or m.elapsed or m.kind == "recurrence" for m in moments):
        dated = next(
            (m for m in reversed(leads) if m.date_said or m.kind == "recurrence" or not moments), None
        )
        if dated:
            moments = [day_only(dated) if moments else dated, *moments]
    if rule is None or rule.rrule is None:
        return moments or _later(mentions), None
    within = limited(rule, mentions)
    moments = [within if m is rule else m for m in moments]
    recurrence, moments = ended(within.rrule or rule.rrule, moments)
    return moments or _later(mentions), recurrence


def _title(sheet: Sheet, draft: Draft) -> str:
    pieces: list[str] = []
    for clause in draft.clauses:
        finite = bool(clause.assignment and clause.assignment.finite) or _lets_us(sheet, clause)
        piece = make_title(sheet, clause.title, finite=finite)
        if piece and not (pieces and clause.assignment and _says_only_who(piece)):
            pieces.append(piece)
    if len(pieces) > 1:
        pieces = [pieces[0], *(piece[:1].lower() + piece[1:] for piece in pieces[1:])]
    title = _with_event(": ".join(pieces)[:120], own_mentions(draft))
    named = [at for at in draft.heading.tokens if at not in sheet.known and sheet.labels[at] is None]
    about = make_title(sheet, named) if named and sheet.language == "en" else ""
    if about and len(title.split()) == 1:
        return f"{title} ({about})"[:120]  # "menu: ... final by the 28th"
    for talk in (draft.background, named, draft.before):
        full = with_antecedent(sheet, title, talk)
        if full != title:
            return full
    return title


def _says_only_who(piece: str) -> bool:
    """Whether what is left of a clause that names a person adds no deed of its own: "займётся", "look at it"."""
    words = lowered(piece).split()
    deed = len(words) == 2 and is_infinitive(words[0]) and not points_back(words)
    return len(words) <= 2 and not deed


def own_mentions(draft: Draft) -> list[Mention]:
    """The mentions of a draft's own clauses."""
    return [mention for clause in (*draft.details, *draft.clauses) for mention in clause.mentions]


_EVENT = re.compile(r"\b(?:before|до|перед)\s+(?:the\s+|my\s+|our\s+)?(?P<event>[^\W\d_]+)$")
_HANGING = re.compile(r"(?:with|about|at|for|on|с|со|по|у|в|во|на|о|об)\s", re.IGNORECASE)


def _with_event(title: str, mentions: list[Mention]) -> str:
    """The title with the event that only a reminder's lead names: "half an hour before the meeting | with Kim"."""
    if title and not _HANGING.match(title):
        return title
    for mention in mentions:
        found = _EVENT.search(lowered(mention.text)) if mention.kind == "reminder" else None
        form = likeliest(found["event"]) if found else None
        if found:
            event = form.lemma if form and form.pos == "NOUN" else found["event"]
            return f"{event[:1].upper()}{event[1:]} {title[:1].lower()}{title[1:]}".strip()
    return title


def _lets_us(sheet: Sheet, clause: Clause) -> bool:
    """Whether the speaker says what "we" will do or wants done («проверим», «чтобы кто-нибудь купил»): the title takes
    the infinitive."""
    if sheet.language == "ru" and any(sheet.low_at(at) in {"чтоб", "чтобы"} for at in clause.places[:4]):
        return True
    return any(
        has_form(sheet.low_at(at), "VERB", "1per", "indc")
        or has_form(sheet.low_at(at), "VERB", "1per", "incl")
        for at in clause.title
    )
