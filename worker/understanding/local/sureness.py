"""How sure a reading is: what words it leaves unread, and what makes it doubtful."""

import re

from worker.understanding.context import Context
from worker.understanding.dates import Language, holds_time
from worker.understanding.intents import (
    AskTask,
    CompleteTask,
    CreateProject,
    CreateTask,
    DeleteTask,
    Intent,
    Plan,
    Query,
    RescheduleTask,
    UnclearQuestion,
    UpdateTask,
)
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.asked_clause import asked_clause
from worker.understanding.local.business_names import FULL, find_projects, hints_at_project, same_word
from worker.understanding.local.businesses import is_torn, privacy, said_firmly
from worker.understanding.local.clause_classification import Clause
from worker.understanding.local.clause_starts import is_finite, is_infinitive
from worker.understanding.local.completions import is_neutral
from worker.understanding.local.members import MemberHit
from worker.understanding.local.message_tokens import Token, lowered, tokenise
from worker.understanding.local.morphology import has_form
from worker.understanding.local.open_tasks import best_task, likeness, says_head, title_words
from worker.understanding.local.plan_requests import conditions
from worker.understanding.local.sections import Part
from worker.understanding.local.targets import content_words
from worker.understanding.local.task_questions import fillers
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.question_words import APPOINTMENTS, DONE, LISTING, PERSON
from worker.understanding.local.words.word_table import listed

LONGEST_SURE_TITLE = 8
LONGEST_SURE_MESSAGE = 32
_VAGUE = listed("""it its that this them they he she his her him there something stuff thing things sorry no wait actually rather oops someone somebody кто-то кто-нибудь что нужен нужна нет ой точнее вернее хотя but because if when which who maybe or not never
    его ее их им ей ему это этого там туда он она они что-то но если когда потому или который которая не либо нет чё че чо скок""")


def task_doubts(
    sheet: Sheet, task: CreateTask, clauses: list[Clause], places: list[int], context: Context
) -> list[str]:
    """Why a new task may have been read wrongly; empty when every part of it is firm."""
    words = [token.low for token in tokenise(lowered(task.title)) if token.kind != "mark"]
    doubts = ["long title"] if len(words) > LONGEST_SURE_TITLE else []
    doubts += ["comma"] if "," in task.title or "?" in task.title else []
    doubts += ["an edit?"] if words and words[0] in _EDITS else []
    doubts += ["a project?"] if {"project", "проект"} & set(words[:4]) else []
    doubts += ["time left over"] if holds_time(task.title) else []
    doubts += ["vague words"] if _VAGUE.intersection(words) else []
    doubts += [] if _is_plain(words, sheet.language) else ["no plain verb"]
    doubts += [] if _begins_with_a_verb(words, sheet.language) else ["no verb"]
    tokens = [(at, sheet.tokens[at]) for at in places]
    doubts += _business_doubts(tokens, task, context)
    for clause in clauses:
        doubts += ["fault"] if clause.kind == "fault" else []
        doubts += [
            "time"
            for m in clause.mentions
            if not m.sure
            or _LOOSE_TIME.search(m.text.lower())
            or m.bare
            or m.past
            or m.background
            or m.negated
        ]
        doubts += [
            "reminder" for m in clause.mentions if m.kind == "reminder" and _OPEN_LEAD.search(m.text.lower())
        ]
        doubts += ["recurrence" for m in clause.mentions if m.kind == "recurrence" and not m.rrule]
    doubts += [
        "span" for clause in clauses for m in clause.mentions if m.is_span
    ]  # its length, or only its start
    doubts += ["like an open task"] if _like_an_open_task(words, context) else []
    moments = [m for clause in clauses for m in clause.mentions if m.kind in {"moment", "recurrence"}]
    return doubts + (["several times"] if sum(1 for m in moments if m.date_said or m.rrule) > 1 else [])


_LOOSE_TIME = re.compile(
    r"\b(?:early|late|mid|sometime|several|few|несколько|течение|ближе|начале?|середин\w+)\b"
)
_EDITS = listed(
    "cancel postpone reschedule move delay push shift rename delete remove отменить перенести сдвинуть отложить удалить убрать переименовать изменить поменять передвинуть"
)
# "the day before the wedding on 5 May": a lead whose event was not read.
_OPEN_LEAD = re.compile(r"\b(?:before|before the|prior to|до|перед)\W*$")


def _like_an_open_task(words: list[str], context: Context) -> bool:
    """Whether an open task shares most of a title, or all of it but the verb."""
    match = best_task(words, context)
    if match and match.coverage >= 0.6:
        return True
    named = best_task(words[1:], context)
    if named is None or named.coverage < 0.6:
        return False
    return says_head(words[1:], named.task)


def _begins_with_a_verb(words: list[str], language: Language) -> bool:
    return len(words) > 1 and (is_infinitive(words[0]) if language == "ru" else words[0] in VERBS)


def _is_plain(words: list[str], language: Language) -> bool:
    """A title a planner expects: a verb and its object, nothing told beside it."""
    if len(words) < 2:
        return False
    if language == "ru":
        return is_infinitive(words[0]) and not any(
            is_finite(word) or is_infinitive(word) for word in words[1:]
        )
    return words[0] in VERBS and not any(
        word in {"is", "are", "was", "has", "to", "and"} for word in words[1:]
    )


def _business_doubts(tokens: list[tuple[int, Token]], task: CreateTask, context: Context) -> list[str]:
    if task.project is None and hints_at_project(tokens, context):
        return ["a project's word"]
    private = privacy(tokens, context, task.assignee)
    if len(context.businesses) <= 1:
        return ["private"] if task.business is None or private != "no" else []
    if task.business is None:
        return [] if private == "firm" and task.assignee is None else ["no business"]
    if is_torn(tokens, context):
        return ["two businesses"]
    works_for = next((m.businesses for m in context.members if m.name == task.assignee), ())
    hits = find_projects(tokens, context)
    if task.project and not any(hit.name == task.project and hit.strength == FULL for hit in hits):
        return ["project by a part of its name"]
    firm = (
        task.project is not None
        or works_for == (task.business,)
        or said_firmly(tokens, task.business, context)
    )
    return [] if firm else ["business by topic"]


def edit_unread(
    sheet: Sheet, part: Part, intent: Intent, people: dict[int, MemberHit], context: Context
) -> tuple[list[str], list[str]]:
    """The words of an edit that its task does not explain, and the doubts about which task is meant."""
    places = part.places
    if not isinstance(intent, CompleteTask | RescheduleTask | DeleteTask | UpdateTask):
        return _asked_unread(sheet, places, intent, context)
    task = next(task for task in context.open_tasks if task.ref == intent.task)
    named = {sheet.low_at(at) for hit in people.values() for at in range(hit.first, hit.last + 1)}
    words = [word for word in content_words(sheet, places) if not is_neutral(word) and word not in named]
    known = [*title_words(task), *(t.low for t in tokenise(lowered(task.business or "")) if t.is_word)]
    if isinstance(intent, UpdateTask) and isinstance(intent.value, str):
        known += [t.low for t in tokenise(lowered(intent.value)) if t.kind != "mark"]
    unread = [word for word in words if max((likeness(word, other) for other in known), default=0.0) < 0.7]
    match = best_task([word for word in words if word not in unread], context)
    if not words:
        meant = context.replied_to == task.ref or context.recent == (task.ref,)
        return [], ([] if meant else ["which task"]) + [
            "time" for m in sheet.mentions_in(places) if not m.sure or m.bare
        ]
    doubts = [] if match and match.task.ref == task.ref and match.margin >= 0.5 else ["which task"]
    if isinstance(intent, DeleteTask) and not says_head(words, task):
        doubts.append("which task")
    moments = [m for m in sheet.mentions_in(places) if m.kind == "moment" and not m.past]
    doubts += ["time"] if isinstance(intent, UpdateTask) and moments else []
    doubts += ["time" for m in sheet.mentions_in(places) if not m.sure or m.bare]
    doubts += ["a report?"] if isinstance(intent, UpdateTask) and _tells_of_before(words) else []
    return unread, doubts


def _asked_unread(
    sheet: Sheet, places: range, intent: Intent, context: Context
) -> tuple[list[str], list[str]]:
    """The same for what changes no task: a question, a plan, a new project."""
    if isinstance(intent, Query | AskTask):
        return _question_unread(sheet, places, intent, context)
    if isinstance(intent, UnclearQuestion):
        return [], ["unclear question"]
    if isinstance(intent, Plan):
        doubts = ["conditions"] if conditions(sheet, places) else []
        guessed = intent.scope == "week" and not _WEEK.search(sheet.said(places))
        return [], doubts + (["scope"] if guessed else [])
    if isinstance(intent, CreateProject):
        doubts = [] if _is_quoted(sheet.said(places), intent.name) else ["project name"]
        return [], doubts + ([] if intent.business else ["no business"])
    return [], []


def _tells_of_before(words: list[str]) -> bool:
    """Whether a Russian verb of the past is among the words of a change: what took so long may be done."""
    return any(has_form(word, "VERB", "past") for word in words)


def _question_unread(
    sheet: Sheet, places: range, question: Query | AskTask, context: Context
) -> tuple[list[str], list[str]]:
    """The words of a question that neither its form nor what it is about explains, and the doubts about its scope."""
    clause = asked_clause(sheet, places, context)
    about = question.text or "" if isinstance(question, Query) else _title_of(question, context)
    names = [t.low for t in tokenise(lowered(about)) if t.kind != "mark"]
    scope = question.scope if isinstance(question, Query) else None
    frame = fillers(question.field) if isinstance(question, AskTask) else _FRAMES.get(question.scope, LISTING)
    left = clause.unknown(LISTING, frame)
    unread = [word for word in left if not any(same_word(word, name) for name in names)]
    strangers = [name for name in clause.members if name != about]
    doubts = (
        ["scope"]
        if strangers or clause.misheard or (scope == "today" and not _says_today(sheet, places))
        else []
    )
    searched = scope == "search" and not _SEARCHES.search(sheet.said(places))
    doubts += ["status"] if isinstance(question, AskTask) and question.field == "status" else []
    return unread, doubts + (["scope"] if searched else [])


_WEEK = re.compile("week|недел")
_FRAMES = {"done": DONE | PERSON, "person": PERSON, "now": APPOINTMENTS}


def _title_of(question: AskTask, context: Context) -> str:
    return next((task.title for task in context.open_tasks if task.ref == question.task), "")


def _is_quoted(low: str, name: str) -> bool:
    """Whether a name stands in quotes; where an unquoted one ends is a guess."""
    return any(f"{mark}{lowered(name)}" in low for mark in '«"')


_SEARCHES = re.compile(r"\b(?:find|search|look|show|list|найди\w*|поищи\w*|ищи|поиск\w*|покажи\w*)\b")


def _says_today(sheet: Sheet, places: range) -> bool:
    return any(sheet.low_at(at) in {"today", "tonight", "сегодня"} for at in places)


def people_doubts(used: set[str], people: dict[int, MemberHit]) -> list[str]:
    """Members that are named but not given the task, or only heard: they may have been meant otherwise."""
    doubts = []
    for hit in people.values():
        if hit.how == "role" and hit.name not in used:
            continue
        if hit.how in {"heard", "short"} or hit.name not in used:
            doubts.append(f"person {hit.name}")
    return doubts
