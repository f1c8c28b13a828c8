"""The local reader: a message and its chat's world in, the closed list of intents out. No model, no I/O."""

from dataclasses import replace
from functools import cached_property

from worker.understanding.context import Context, Message, Reading
from worker.understanding.dates import detect_language, find_mentions
from worker.understanding.intents import CompleteTask, CreateTask, Intent, Query, RescheduleTask, UpdateTask
from worker.understanding.local.anchor_days import with_anchored
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.announcements import mark_announcements
from worker.understanding.local.back_references import edit_pointing_back
from worker.understanding.local.background_ru import mark_told
from worker.understanding.local.background_times import mark_past_times, with_told
from worker.understanding.local.business_names import find_businesses, find_projects
from worker.understanding.local.changes import changes, only_points, places_instead, renamed, tells_to_do
from worker.understanding.local.clause_classification import Clause, judge
from worker.understanding.local.clause_talk import tells_of_member
from worker.understanding.local.clauses import split_clauses
from worker.understanding.local.completions import (
    also_done,
    asks_to_tick,
    closed_task,
    closed_together,
    denies_done,
    is_report,
    names_a_task,
    only_says_done,
    without_repeats,
)
from worker.understanding.local.contents import trimmed, with_contents, with_rhythms
from worker.understanding.local.corrections import drop_corrected, drop_refused, drop_refused_people
from worker.understanding.local.deletions import refused, removal
from worker.understanding.local.drafts import create_task, tokens_of
from worker.understanding.local.elided_weeks import with_elided
from worker.understanding.local.fields import PriorityHit, mark_durations, mark_priorities
from worker.understanding.local.machine_orders import orders_the_machine
from worker.understanding.local.members import MemberHit
from worker.understanding.local.message_tokens import lowered, normalise
from worker.understanding.local.new_projects import project_of
from worker.understanding.local.open_tasks import best_task, meaningful
from worker.understanding.local.others_calls import is_others_call, is_told_by_others
from worker.understanding.local.people import assignment, people_in, without_names
from worker.understanding.local.phrases import phrases
from worker.understanding.local.plan_requests import plan_of
from worker.understanding.local.questions import questions_of
from worker.understanding.local.rates import without_rates
from worker.understanding.local.remarks import mark_remarks
from worker.understanding.local.reschedules import new_times, with_deadline
from worker.understanding.local.results import result_of
from worker.understanding.local.sections import Part
from worker.understanding.local.sentences import without_moods
from worker.understanding.local.small_talk import greets_somebody, is_greeting, is_small_talk
from worker.understanding.local.spam import is_spam
from worker.understanding.local.split_clauses import rejoined
from worker.understanding.local.stated_fields import urgent_too
from worker.understanding.local.stated_places import mark_named_businesses, mark_private
from worker.understanding.local.subject_clauses import joined
from worker.understanding.local.subjects import shared_subject
from worker.understanding.local.sureness import LONGEST_SURE_MESSAGE, edit_unread, people_doubts, task_doubts
from worker.understanding.local.task_assembly import Draft, closes_with_day, fold
from worker.understanding.local.time_spent import is_time_spent, minutes_spent, with_lengths
from worker.understanding.local.token_labels import mark_asking, mark_paired_commas
from worker.understanding.local.unclear_questions import unclear_questions
from worker.understanding.local.words.edit_words import FOR_WHOM


def read(message: Message, context: Context) -> Reading:
    """What the rules make of a message. Pure; raises OutOfStepsError and nothing else.

    `sure` only when every meaningful word is accounted for; `unread` are the words that are not."""
    if closed := closed_reading(message, context):
        return closed
    sheet = Sheet(message.text, detect_language(message.text))
    return RuleReader(sheet, message, context).reading()


def closed_reading(message: Message, context: Context) -> Reading | None:
    """The reading of a message that asks for nothing as a whole: empty, small talk, an advert; None for all others."""
    low = lowered(normalise(message.text))
    language = detect_language(message.text)
    if not low.strip() or is_small_talk(low, language) or greets_somebody(message.text, context, language):
        return Reading(intents=(), reader="rules", sure=True)
    if orders_the_machine(low) or is_spam(message.text, context):
        return Reading((), "rules", doubts=("no words of the author's own",))
    return None


# In `Reading.doubts`, though nothing is doubted: which business it is of need not be asked.
SAID_PRIVATE = "said to be private"
# A repetition is to leave out public holidays, and nobody knows which days those are.
HOLIDAYS = "holidays"
_FEWEST_WORDS_OF_A_CLAUSE = 3
_WISHES = frozenset({"пусть", "пускай", "чтобы", "чтоб"})
_TOUCHES_A_TASK = 0.4


class RuleReader:
    """One message being read."""

    def __init__(self, sheet: Sheet, message: Message, context: Context) -> None:
        self.sheet, self.now, self.context = sheet, message.now, context
        said = without_rates(find_mentions(sheet.text, message.now, sheet.language), sheet.text)
        found = trimmed(said, sheet.text)
        sheet.mentions = with_rhythms(sheet, with_contents(sheet, found, context), message.now)
        sheet.mentions = with_told(sheet, with_elided(sheet, message.now))
        sheet.mentions = with_lengths(sheet, sheet.mentions, message.now)
        self.doubts: list[str] = []
        self.unread: list[str] = []
        self.left_out: list[str] = []
        self.clauses: dict[Intent, str] = {}
        self.corrected = drop_corrected(sheet, context, message.now) | drop_refused(sheet, message.now)
        self.people: dict[int, MemberHit] = drop_refused_people(sheet, people_in(sheet, context))
        sheet.mentions = without_names(sheet, self.people.values())
        if mark_told(sheet, self.people.values()) | mark_remarks(sheet):
            self.doubts.append("remark")
        sheet.mentions = with_anchored(sheet, message.now)
        self._mark_times()
        if any(mention.holidays for mention in sheet.mentions):
            self.doubts.append(HOLIDAYS)
        self.priorities: list[PriorityHit] = mark_priorities(sheet)
        sheet.mark_pattern(phrases(sheet.language).noise, "noise")
        mark_paired_commas(sheet)
        mark_durations(sheet)
        mark_announcements(sheet)
        mark_asking(sheet, self._named())
        self.known = sheet.known = self._known_places()
        self.private = mark_private(sheet)
        self.parts = split_clauses(sheet, self.people, self.known)

    def _mark_times(self) -> None:
        for mention in self.sheet.mentions:
            said_only = mention.kind == "recurrence" and mention.rrule is None  # it stays in the title
            if not (mention.past or mention.background or said_only):
                self.sheet.mark(self.sheet.within(mention.start, mention.end), "time")
        mark_past_times(self.sheet)

    def _known_places(self) -> set[int]:
        tokens = list(enumerate(self.sheet.tokens))
        named = find_businesses(tokens, self.context)
        mark_named_businesses(self.sheet, named, self._named())
        hits = [*named, *find_projects(tokens, self.context)]
        return {at for hit in hits for at in hit.places}

    def reading(self) -> Reading:
        found: list[tuple[int, Intent]] = []
        pending: list[Clause] = []
        self.parts = joined(self.sheet, self.parts, self.now, self.context)
        self.parts = rejoined(self.sheet, self.parts, self.now, self.context)
        for number, part in enumerate(self.parts):
            edits = self._pointing(number, pending) or self._edit(part, found)
            if edits is None:
                pending.append(self._judged(part, pending[-1] if pending else None))
            else:
                self._weigh_edits(part, edits)
                for intent in edits:
                    self.clauses.setdefault(intent, self._text_of(part.places))
                found.extend((part.places.start, intent) for intent in edits)
        told = without_moods(self.sheet, pending, [intent for _, intent in found])
        self.doubts += ["mood"] if len(told) < len(pending) else []
        found.extend(self._created(told))
        intents = without_repeats(intent for _, intent in sorted(found, key=lambda each: each[0]))
        self._weigh_all(intents, pending)
        sure = not self.doubts and not self.unread
        doubts = tuple(dict.fromkeys([*self.doubts, *([SAID_PRIVATE] if self.private else [])]))
        return Reading(
            tuple(intents),
            "rules",
            sure,
            tuple(self.unread),
            None,
            doubts,
            clauses=tuple(self.clauses.get(intent, "") for intent in intents),
            left_out=tuple(self.left_out),
        )

    def _text_of(self, places: range) -> str:
        """The words of a clause as they were said."""
        tokens = self.sheet.tokens
        return (
            self.sheet.text[tokens[places[0]].start : tokens[places[-1]].end].strip(" ,;") if places else ""
        )

    def _pointing(self, number: int, pending: list[Clause]) -> list[Intent] | None:
        """An edit that means the task named in the clause before, which then makes no task of its own."""
        before = self.parts[number - 1] if number else None
        if before is None or not self.context.open_tasks or not pending or pending[-1].part is not before:
            return None
        places = self.parts[number].places
        edit = edit_pointing_back(self.sheet, before.places, places, self.context, self.now)
        if edit is None:
            return None
        pending.pop()
        self.doubts.append("points back")
        return [edit]

    def _created(self, pending: list[Clause]) -> list[tuple[int, Intent]]:
        created: list[tuple[int, Intent]] = []
        for draft in fold(self.sheet, pending, self.priorities, self._named()):
            task = create_task(self.sheet, draft, self.priorities, self.context, self.now)
            if task is None or only_points(task.title):
                self.doubts.append("no title" if task is None else "which task")
                continue
            if self._is_private(draft):
                task = task.model_copy(update={"business": None})
            self.doubts += self._draft_doubts(draft, task, created[-1][1] if created else None)
            created.append((draft.clauses[0].places.start, task))
        return created

    def _draft_doubts(self, draft: Draft, task: CreateTask, before: Intent | None) -> list[str]:
        """Why a new task may have been read wrongly, the one before it considered."""
        clauses = [*draft.clauses, *draft.details]
        doubts = task_doubts(self.sheet, task, clauses, tokens_of(self.sheet, draft), self.context)
        loose = any(clause.assignment and clause.assignment.loose for clause in clauses)
        joined = draft.clauses[0].part.joint == "and" and isinstance(before, CreateTask)
        shared = (
            joined and before is not None and getattr(before, "due", None) is None and closes_with_day(draft)
        )
        doubts += ["person by a loose word"] if loose else []
        doubts += ["told before"] if draft.background else []
        return doubts + (["whose day"] if shared else [])

    def _is_private(self, draft: Draft) -> bool:
        """Whether a draft is said to be private, in its own words or those right behind them."""
        places = {at for clause in (*draft.clauses, *draft.details) for at in clause.places}
        places |= {*draft.heading.tokens, *draft.fronted.tokens}
        return any({at, at - 1, at - 2} & places for at in self.private)

    def _named(self) -> set[int]:
        return {at for hit in self.people.values() for at in range(hit.first, hit.last + 1)}

    def _weigh_edits(self, part: Part, edits: list[Intent]) -> None:
        for intent in edits:
            unread, doubts = edit_unread(self.sheet, part, intent, self.people, self.context)
            self.unread, self.doubts = self.unread + unread, self.doubts + doubts
            due = intent.due if isinstance(intent, RescheduleTask) else None
            self.doubts += ["already past"] if due and due.date < self.now.date() else []
        if len(edits) > 1 or self._says_several:
            self.doubts.append("several edits")

    @cached_property
    def _says_several(self) -> bool:
        return sum(not is_greeting(self.sheet, each.places) for each in self.parts) > 1

    def _weigh_all(self, intents: list[Intent], clauses: list[Clause]) -> None:
        """What makes a whole message doubtful: talk beside the tasks, takebacks, length, people left over."""
        for clause in clauses:
            if clause.kind == "talk" and not is_greeting(self.sheet, clause.places):
                self.unread += [self.sheet.low_at(at) for at in self.sheet.content(clause.places)]
                self.left_out += (
                    [self._text_of(clause.places)] if self._means_something(clause.places) else []
                )
        used = {intent.assignee for intent in intents if isinstance(intent, CreateTask) and intent.assignee}
        used |= {str(intent.value) for intent in intents if isinstance(intent, UpdateTask)}
        used |= {intent.text for intent in intents if isinstance(intent, Query) and intent.text}
        self.doubts += people_doubts(used, self.people)
        spoken = any(part.joint in {"bare", "and", "comma", "then", "also"} for part in self.parts)
        self.doubts += ["corrected"] if self.corrected else []
        self.doubts += ["spoken list"] if spoken and len(self.parts) > 2 else []
        self.doubts += ["long message"] if len(self.sheet) > LONGEST_SURE_MESSAGE else []
        self.doubts += ["nothing found"] if not intents else []
        self.doubts += ["several kinds"] if len({intent.kind for intent in intents}) > 1 else []

    def _means_something(self, places: range) -> bool:
        """Whether talk beside tasks is more than a filler: a wish («пусть привезёт без сахара»), or enough words and a person,
        a time, a report or a task among them."""
        content = self.sheet.content(places)
        words = meaningful(self.sheet.low_at(at) for at in content)
        if len(words) > 1 and self.sheet.low_at(content[0]) in _WISHES:
            return True
        if len(words) < _FEWEST_WORDS_OF_A_CLAUSE:
            return False
        person = any(at in self.people for at in places)
        task = best_task(words, self.context)
        return bool(
            person
            or self.sheet.mentions_in(places)
            or is_report(self.sheet, places)
            or denies_done(self.sheet, places)
            or (task and task.coverage >= _TOUCHES_A_TASK)
        )

    def _judged(self, part: Part, before: Clause | None) -> Clause:
        given = assignment(self.sheet, part.places, self.people)
        given = given or shared_subject(self.sheet, before, part, self.people)
        colon = self.sheet.tokens[part.places[-1]].text == ":"
        clause = judge(self.sheet, part, given, self.known, ends_with_colon=colon)
        if given is None and tells_of_member(self.sheet, part.places, self._named()):
            clause.kind = "talk"
        return clause

    def _edit(self, part: Part, before: list[tuple[int, Intent]]) -> list[Intent] | None:
        """The intents of a clause that makes no new task; None for all other clauses."""
        sheet, places, context = self.sheet, part.places, self._meant(part, before)
        wish = project_of(sheet, places, context) or plan_of(sheet, places, self.now)
        questions = [wish] if wish else questions_of(sheet, places, self.now, context)
        if asked := [*questions] or unclear_questions(sheet, self.parts, part, context):
            return asked
        if not context.open_tasks or self._only_leads(part):
            return None
        if doubt := refused(sheet, places, context):
            self.doubts.append(doubt)
            return []
        edit = renamed(sheet, places, context) or removal(sheet, places, context)
        edits: list[Intent] | None = [edit] if edit else self._moved_or_done(part, before, context)
        reported = edits and all(isinstance(each, CompleteTask) for each in edits)
        return None if reported and self._is_for_somebody(part) else edits

    def _only_leads(self, part: Part) -> bool:
        """Whether a part is a day or a person in front of others ("Tomorrow: ...", "for Tom: ..."): it changes nothing."""
        alone = not self.sheet.content(part.places) or self._calls_somebody(part)
        return len(self.parts) > 1 and alone and part.joint in {"start", "line"}

    def _calls_somebody(self, part: Part) -> bool:
        """Whether a part is only a person and a colon, with more behind it: "Tom: ...", «для Олега: ...»."""
        last = self.sheet.tokens[part.places[-1]].text
        named = self._named()
        words = [at for at in part.places if self.sheet.tokens[at].kind != "mark" and at not in named]
        light = all(self.sheet.low_at(at) in FOR_WHOM for at in words)
        return last == ":" and part is not self.parts[-1] and bool(named.intersection(part.places)) and light

    def _is_for_somebody(self, part: Part) -> bool:
        """Whether a part stands behind "Tom:": it is work for Tom, not what was done."""
        number = self.parts.index(part)
        return number > 0 and self._calls_somebody(self.parts[number - 1])

    def _meant(self, part: Part, before: list[tuple[int, Intent]]) -> Context:
        """The context for a clause that goes on with the task edited just before: "... and make it urgent"."""
        ref = (
            getattr(before[-1][1], "task", None)
            if before and part.joint in {"and", "comma", "also"}
            else None
        )
        return replace(self.context, recent=(ref, *self.context.recent)) if ref else self.context

    def _moved_or_done(
        self, part: Part, before: list[tuple[int, Intent]], context: Context
    ) -> list[Intent] | None:
        sheet, places = self.sheet, part.places
        going_on = (
            bool(before) and isinstance(before[-1][1], RescheduleTask) and part.joint in {"and", "comma"}
        )
        moved = new_times(sheet, places, context, self.now, explicit=True, going_on=going_on)
        self.doubts += ["which task"] if moved == [] else []
        if moved is not None:
            return [*moved, *urgent_too(sheet, part, self.priorities, moved)]
        done = self._done(part, before)
        if done is not None:
            return done
        if tells_to_do(sheet, places) and not places_instead(sheet, places):
            return None
        moved = new_times(sheet, places, context, self.now, explicit=False)
        if moved is not None:
            return [*moved, *urgent_too(sheet, part, self.priorities, moved)]
        changed = changes(sheet, places, self.people, self.priorities, context, self.now)
        return changed + with_deadline(sheet, places, changed, context, self.now) or None

    def _done(self, part: Part, before: list[tuple[int, Intent]]) -> list[Intent] | None:
        """The tasks a clause reports done; empty when it only adds to the report before, None when it reports none."""
        sheet, places, context, named = self.sheet, part.places, self._told_of(before), self._named()
        task = closed_task(sheet, places, context, named) if is_report(sheet, places) else None
        if task and is_others_call(sheet, places, task):
            return None
        if task is None and (task := result_of(sheet, places, context, named)):
            self.doubts.append("done by its result")
        told = bool(before) and isinstance(before[-1][1], CompleteTask)
        if task is None and told:
            closed = {intent.task for _, intent in before if isinstance(intent, CompleteTask)}
            task = also_done(sheet, places, context, named, closed)
        other = task is not None and names_a_task(sheet, places, context)
        if told and not other and self._tells_more(part, before):
            return []
        if task:
            self.doubts += ["told by others"] if is_told_by_others(sheet, places) else []
            return [CompleteTask(task=task.ref, actual_minutes=minutes_spent(sheet, places))]
        together = closed_together(sheet, places, context, named) if is_report(sheet, places) else []
        self.doubts += ["several tasks at once"] if together else []
        if not together and asks_to_tick(sheet, places):
            self.doubts.append("which task")
            return []
        return [CompleteTask(task=each.ref, actual_minutes=None) for each in together] or None

    def _told_of(self, before: list[tuple[int, Intent]]) -> Context:
        """The context in which "it" is the task that was reported just before ("the door took 2 h, Kim finished it")."""
        told = before[-1][1] if before else None
        return replace(self.context, replied_to=told.task) if isinstance(told, CompleteTask) else self.context

    def _tells_more(self, part: Part, before: list[tuple[int, Intent]]) -> bool:
        """Whether a clause after a report only adds to it: that it is done, or how long it took (taken over)."""
        start, done = before[-1]
        if only_says_done(self.sheet, part.places):
            return True
        if not is_time_spent(self.sheet, part.places) or not isinstance(done, CompleteTask):
            return False
        if done.actual_minutes is None:
            spent = minutes_spent(self.sheet, part.places)
            told = done.model_copy(update={"actual_minutes": spent})
            self.clauses[told] = self.clauses.get(done, "")
            before[-1] = (start, told)
        return True
