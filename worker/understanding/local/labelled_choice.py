"""Which reading of a message counts where trained labels see another than the rules: the rules', wherever labels lose something."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from worker.understanding.context import Reading
from worker.understanding.intents import CreateTask, Intent
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.labeller.word_classes import word_class
from worker.understanding.local.members import MemberHit
from worker.understanding.local.message_tokens import lowered, tokenise
from worker.understanding.local.open_tasks import likeness, meaningful
from worker.understanding.local.recorded_rules import ReadClause

# Doubts about where a task belongs, when it is due and how much was said: what is to be done, and by whom, is firm.
_BESIDE_THE_TASK = frozenset(
    {
        "no business",
        "two businesses",
        "business by topic",
        "project by a part of its name",
        "private",
        "time",
        "reminder",
        "recurrence",
        "span",
        "whose day",
        "told before",
        "corrected",
        "spoken list",
        "long message",
    }
)
# Doubts under which a task of the rules may be none at all.
_MAY_BE_NO_TASK = frozenset({"vague words", "like an open task", "several times", "remark"})
# Among the doubts of the rules, though they doubt nothing: whoever reads on needs them.
_FACTS = frozenset({"said to be private", "holidays"})
_STATED = (
    "project",
    "due",
    "priority",
    "estimate_minutes",
    "recurrence",
    "reminder_minutes_before",
    "assignee",
)
_ASKED = frozenset({"query", "ask_task", "plan", "create_project"})
_POINTS_BACK = frozenset({"it", "them", "em", "that", "его", "ее", "её", "их", "это"})
_WORDS_OF_A_TASK = 3  # a verb and its object, more than "hang it up"
_SHORT = 3
# Labels take words for a title, not the marks around them.
_BRACKETS = frozenset("(<>@")
_VERB_AND_OBJECT = 2
_ALIKE = 0.7
_VERB_FORMS = {"VERB", "VERB?", "INFN", "ORDER"}
_GRAMMAR = ("f:", "PREP:", "CONJ:", "PRCL:", "NPRO:", "INTJ:")


def doubts_the_task(reading: Reading) -> bool:
    """Whether the rules doubt what is to be done or by whom, and not only where it belongs or when it is due."""
    return not reading.intents or not _BESIDE_THE_TASK.issuperset(reading.doubts)


# Doubts of the rules that proved right in none of the evaluation's messages where labels read the same.
_SETTLED_BY_LABELS = frozenset(
    {
        "spoken list",
        "an edit?",
        "remark",
        "project name",
        "conditions",
        "scope",
        "no plain verb",
        "no verb",
        "like an open task",
        "reminder",
        "status",
    }
)


def confirms(by_labels: Reading, by_rules: Reading) -> bool:
    """Whether labels read the same as the rules, which doubt nothing but the form of the message or who is named beside the task."""
    if not by_rules.intents or by_rules.unread or by_rules.left_out:
        return False
    doubts = {doubt for doubt in by_rules.doubts if not doubt.startswith("person ")}
    return doubts <= _SETTLED_BY_LABELS and Counter(by_labels.intents) == Counter(by_rules.intents)


@dataclass(frozen=True, slots=True)
class Choice:
    """The two readings of one message; `clauses` are the rules', `people` the members named, by their first token."""

    by_rules: Reading
    by_labels: Reading
    sheet: Sheet
    clauses: tuple[ReadClause, ...]
    people: dict[int, MemberHit]

    def better(self) -> Reading:
        """The labels' reading, unless it loses something that the rules have read."""
        if any(loses(self) for loses in _LOSSES):
            return self.by_rules
        kept = tuple(doubt for doubt in self.by_rules.doubts if doubt in _FACTS)
        return replace(self.by_labels, doubts=tuple(dict.fromkeys([*self.by_labels.doubts, *kept])))

    def runs_tasks_together(self) -> bool:
        """Whether labels make fewer tasks of clauses that are tasks of their own."""
        made, of_rules = len(_tasks(self.by_labels)), _tasks(self.by_rules)
        ordered = sum(map(self._begins_with_an_order, of_rules))
        return 0 < made < max(min(len(of_rules), self._own_tasks()), ordered)

    def makes_no_task(self) -> bool:
        """Whether labels make nothing of a message whose task the rules find by more than its being said."""
        return not self.by_labels.intents and any(map(self._is_certain, _tasks(self.by_rules)))

    def cuts_brackets(self) -> bool:
        """Whether what stands in brackets in a title, or an address, is cut: "Paint the wall (north, west)", "<ann@firm.com>"."""
        titles = {task.title for task in _tasks(self.by_labels)}
        said = _BRACKETS & set(self.sheet.text)
        return any(said & set(task.title) and task.title not in titles for task in _tasks(self.by_rules))

    def loses_a_field(self) -> bool:
        """Whether fewer tasks have a day, an assignee or the like, where both make as many tasks."""
        rules, labels = _tasks(self.by_rules), _tasks(self.by_labels)
        return len(rules) == len(labels) and bool(_stated(rules) - _stated(labels))

    def answers_no_question(self) -> bool:
        """Whether labels leave out a kind of question or request that the rules read, or make a task of an unclear one."""
        lost = _kinds(self.by_rules.intents) - _kinds(self.by_labels.intents)
        return bool(lost & _ASKED) or ("unclear_question" in lost and bool(_tasks(self.by_labels)))

    def takes_a_task_for_a_change(self) -> bool:
        """Whether labels change an open task where the rules read a verb and what is to be done: "Kim: put up the shelves"."""
        changes = any(hasattr(intent, "task") for intent in self.by_labels.intents)
        fewer = len(_tasks(self.by_labels)) < len(_tasks(self.by_rules))
        return changes and fewer and self._tells_to_do()

    def cuts_a_title_to_a_word(self) -> bool:
        """Whether a single word is left of what the rules took for a task."""
        rules, labels = _tasks(self.by_rules), _tasks(self.by_labels)
        shortest = min((len(_words(task.title)) for task in labels), default=_SHORT)
        given = any(task.assignee for task in labels) and not any(task.assignee for task in rules)
        return (
            not given
            and len(rules) >= len(labels)
            and shortest == 1 < min(len(_words(task.title)) for task in rules)
        )

    def cuts_the_thing(self) -> bool:
        """Whether a title of the rules is left without the thing it begins with: «Меню без глютена» as «Без глютена»."""
        cut = [
            task.title.lower() for task in _tasks(self.by_labels) if self._opens_with_preposition(task.title)
        ]
        return any(
            task.title.lower().endswith(f" {each}") and not self._opens_with_preposition(task.title)
            for task in _tasks(self.by_rules)
            for each in cut
        )

    def _opens_with_preposition(self, title: str) -> bool:
        first = word_class(next(iter(_words(title)), ""), self.sheet.language)
        return first.startswith("PREP:")

    def makes_a_task_of_a_fragment(self) -> bool:
        """Whether a task beside those of the rules is a verb and a business ("Kim works at the Mill"), or neither begins with a
        verb nor has a day, an assignee or the like ("about the blue door")."""
        return not _tasks(self.by_rules) and any(map(self._is_fragment, _tasks(self.by_labels)))

    def _is_fragment(self, task: CreateTask) -> bool:
        own = self._own_words(task.title, task.business or "")
        if task.business and len(own) < _VERB_AND_OBJECT:
            return True
        first = word_class(next(iter(_words(task.title)), ""), self.sheet.language)
        return not _stated([task]) and first not in _VERB_FORMS

    def _own_words(self, title: str, business: str) -> list[str]:
        """The words of a title that are neither grammar nor of the business's name or a member's."""
        language = self.sheet.language
        members = (at for hit in self.people.values() for at in range(hit.first, hit.last + 1))
        named = [*_words(business), *map(self.sheet.low_at, members)]
        said = [word for word in _words(title) if not word_class(word, language).startswith(_GRAMMAR)]
        return [
            word
            for word in said
            if word not in named and all(likeness(word, each) < _ALIKE for each in named)
        ]

    def _own_tasks(self) -> int:
        """How many of the rules' clauses are surely tasks: the first, and those with a line, a sentence, a time or words
        enough."""
        own, timed = 0, False
        for clause in self.clauses:
            if clause.kind not in {"task", "fault"} or self._is_told(clause):
                continue
            has_time = self._is_timed(clause)
            sentence = clause.part.joint == "stop" and is_verb_head(self.sheet, clause.part.places.start)
            listed = clause.part.joint in {"line", "item"} or sentence
            own += not own or listed or (timed and has_time) or self._acts(clause)
            timed = timed or has_time
        return own

    def _is_told(self, clause: ReadClause) -> bool:
        """Whether a clause without a time, person or verb to do is told beside the tasks by the labels: "out of paper again"."""
        words = [self.sheet.low_at(at) for at in sorted(clause.title) if self.sheet.tokens[at].kind != "mark"]
        told = bool(words) and set(words) <= set(self.by_labels.unread)
        return (
            told
            and not clause.person
            and not self._is_timed(clause)
            and not is_verb_head(self.sheet, min(clause.title))
        )

    def _tells_to_do(self) -> bool:
        """Whether a task of the rules begins with a verb."""
        return any(clause.title and is_verb_head(self.sheet, min(clause.title)) for clause in self.clauses)

    def _is_timed(self, clause: ReadClause) -> bool:
        mentions = self.sheet.mentions_in(clause.part.places)
        return any(m.kind == "moment" and not (m.past or m.background or m.negated) for m in mentions)

    def _acts(self, clause: ReadClause) -> bool:
        """Whether a clause begins with a verb or a member and names what is acted on."""
        first = clause.part.places.start
        words = meaningful(self.sheet.low_at(at) for at in sorted(clause.title))
        starts = first in self.people or is_verb_head(self.sheet, first)
        back = any(self.sheet.low_at(at) in _POINTS_BACK for at in clause.part.places)
        return starts and not back and len(words) >= _WORDS_OF_A_TASK

    def _begins_with_an_order(self, task: CreateTask) -> bool:
        """Whether the first word of the title tells somebody to do something, in the message as well: "Buy part 1"."""
        first = next(iter(_words(task.title)), "")
        places = [at for at in range(len(self.sheet)) if self.sheet.low_at(at) == first]
        return any(is_verb_head(self.sheet, at) for at in places[:1]) and len(_words(task.title)) > 1

    def _is_certain(self, task: CreateTask) -> bool:
        """Whether a task is one by what is said of it, a fault, or by few words of which none is doubtful: "rent!!! friday"."""
        if (
            task.reminder_minutes_before is not None
            or task.recurrence
            or (task.assignee and self._tells_to_do())
        ):
            return True
        if self._begins_with_an_order(task):
            return True
        if _MAY_BE_NO_TASK & {*self.by_rules.doubts}:
            return "told before" in self.by_rules.doubts and task.due is not None
        said = any(each is not None for each in (task.priority, task.estimate_minutes, task.assignee))
        plain = {*self.by_rules.doubts} <= _BESIDE_THE_TASK | {"no plain verb", "no verb", "time left over"}
        short = plain and len(_words(task.title)) <= _SHORT
        return said or short or any(clause.kind == "fault" for clause in self.clauses)


_LOSSES: tuple[Callable[[Choice], bool], ...] = (
    Choice.runs_tasks_together,
    Choice.makes_no_task,
    Choice.cuts_brackets,
    Choice.loses_a_field,
    Choice.answers_no_question,
    Choice.takes_a_task_for_a_change,
    Choice.cuts_a_title_to_a_word,
    Choice.cuts_the_thing,
    Choice.makes_a_task_of_a_fragment,
)


def _tasks(reading: Reading) -> list[CreateTask]:
    return [intent for intent in reading.intents if isinstance(intent, CreateTask)]


def _stated(tasks: Iterable[CreateTask]) -> Counter[str]:
    return Counter(field for task in tasks for field in _STATED if getattr(task, field) is not None)


def _kinds(intents: Iterable[Intent]) -> set[str]:
    return {intent.kind for intent in intents}


def _words(title: str) -> list[str]:
    return [token.low for token in tokenise(lowered(title)) if token.kind != "mark"]
