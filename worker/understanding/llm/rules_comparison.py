"""What rules read of a message beside the model: a business it left out, and clauses that none of its intents covers."""

import re
from collections.abc import Iterable
from dataclasses import replace

from worker.understanding.context import Context, KnownTask, Message, Reading
from worker.understanding.intents import CreateTask, Intent
from worker.understanding.llm import doubts
from worker.understanding.llm.quoted_text import one_line
from worker.understanding.local.business_names import same_word
from worker.understanding.local.businesses import decide_business, said_firmly
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.open_tasks import likeness, meaningful, title_words

UNREAD_LIMIT = 120
# The share of a clause's words that an intent must hold to cover it.
_COVERED = 0.5
_ALIKE = 0.7
_FEWEST_NAMED = 2
_CLAUSE_END = re.compile(r"[,.;:!?\n]+(?=\s|$)|\n")
# The rules' doubts about a business: two that fit, and one that only its trade speaks for (sureness.py).
_TORN = "two businesses"
_GUESSES = frozenset({"business by topic", "private", "no business"})
_CLAUSE_KINDS = frozenset({"create", "complete", "reschedule", "update", "delete"})


def compared(reading: Reading, by_rules: Reading, message: Message, context: Context) -> Reading:
    """The model's reading with the businesses it left out and rules read, and its unread clauses as doubts.

    An empty reading is sure only where rules are certain that nothing is asked for.
    """
    if not reading.intents:
        return replace(reading, sure=reading.sure and is_small_talk(by_rules))
    whole = _with_businesses(reading, by_rules, context)
    unread = _unread(whole, by_rules, context) or _passed_over(whole, message, context)
    return replace(
        whole,
        sure=whole.sure and not whole.doubts and not unread,
        unread=unread,
        left_out=unread,
        clauses=tuple(_clause_of(intent, by_rules, message, context) for intent in whole.intents),
    )


def is_small_talk(by_rules: Reading) -> bool:
    """Whether rules are certain that a message asks for nothing."""
    return by_rules.sure and not by_rules.intents and not by_rules.asked and by_rules.degraded is None


def _with_businesses(reading: Reading, by_rules: Reading, context: Context) -> Reading:
    """The reading with the businesses that rules read firmly for the same tasks; what only the topic speaks for is a doubt."""
    if _TORN in by_rules.doubts:
        return reading
    intents, told = list(reading.intents), list(reading.doubts)
    for at, intent, twin in _without_business(reading.intents, by_rules):
        business = (twin.business if twin else None) or _of_title(intent, context)
        if business is None:
            continue
        if _is_firm(business, intent, context) or (twin is not None and _GUESSES.isdisjoint(by_rules.doubts)):
            intents[at] = intent.model_copy(update={"business": business})
        elif len(context.businesses) > 1:
            told.append(doubts.doubt("business", doubts.GUESSED, at))
    return replace(reading, intents=tuple(intents), doubts=tuple(told))


def _without_business(
    intents: tuple[Intent, ...], by_rules: Reading
) -> Iterable[tuple[int, CreateTask, CreateTask | None]]:
    """The new tasks that the model gave no business, by their index, each with the rules' task of the same words."""
    known = [each for each in by_rules.intents if isinstance(each, CreateTask)]
    made = {at: each for at, each in enumerate(intents) if isinstance(each, CreateTask)}
    in_order = dict(zip(made, known, strict=True)) if len(made) == len(known) else {}
    return [
        (at, intent, in_order.get(at) or _twin(intent, known))
        for at, intent in made.items()
        if intent.business is None
    ]


def _of_title(intent: CreateTask, context: Context) -> str | None:
    """The business that a title's words speak for."""
    tokens = list(enumerate(tokenise(normalise(intent.title))))
    return decide_business(tokens, context, intent.project, intent.assignee)


def _is_firm(business: str, intent: CreateTask, context: Context) -> bool:
    """Whether its own name or keyword stands in the title, or it is the only business of the assignee."""
    tokens = list(enumerate(tokenise(normalise(intent.title))))
    works_for = next((known.businesses for known in context.members if known.name == intent.assignee), ())
    return works_for == (business,) or said_firmly(tokens, business, context)


def _twin(intent: CreateTask, known: list[CreateTask]) -> CreateTask | None:
    """The rules' task of the same words, if there is one alone."""
    words = _words(intent.title)
    alike = [each for each in known if _share(_words(each.title), words) >= _COVERED]
    return alike[0] if len(alike) == 1 else None


def _unread(reading: Reading, by_rules: Reading, context: Context) -> tuple[str, ...]:
    """The titles of what rules read and no intent of the model speaks of, while rules read more than it.

    Only as many as the model has fewer: a clause that it put in other words is not missed.
    """
    asked = [each for waiting in by_rules.asked for each in waiting.intents]
    seen = [each for each in (*by_rules.intents, *asked) if each.kind in _CLAUSE_KINDS]
    fewer = len(seen) - len(reading.intents)
    if fewer <= 0:
        return ()
    tasks = {task.ref: task for task in context.open_tasks}
    spoken = _spoken(reading, context)
    changed = {ref for intent in reading.intents for ref in _references(intent)}
    missed = [
        words
        for intent in seen
        if (ref := getattr(intent, "task", None)) is None or ref not in changed
        if (words := " ".join(_texts(intent, tasks))) and _share(_words(words), spoken) < _COVERED
    ]
    return tuple(one_line(words, UNREAD_LIMIT) for words in missed[:fewer])


def _clause_of(intent: Intent, by_rules: Reading, message: Message, context: Context) -> str:
    """The clause an intent was read from: that of the rules' own intent for the same task, or the only one that holds the
    words of its title; empty when neither tells."""
    tasks = {task.ref: task for task in context.open_tasks}
    refs, words = set(_references(intent)), _words(" ".join(_texts(intent, tasks)))
    for known, clause in zip(by_rules.intents, by_rules.clauses, strict=False):
        same = (
            refs & set(_references(known))
            if refs
            else _share(_words(" ".join(_texts(known, tasks))), words) >= _COVERED
        )
        if clause and known.kind == intent.kind and same:
            return clause
    clauses = [clause for clause in _CLAUSE_END.split(message.text) if words and _holds(clause, words)]
    return clauses[0].strip() if len(clauses) == 1 else ""


def _holds(clause: str, words: list[str]) -> bool:
    said = _words(clause)
    return bool(said) and _share(words, said) >= _COVERED


def _passed_over(reading: Reading, message: Message, context: Context) -> tuple[str, ...]:
    """The clauses that name an open task of which no intent speaks, neither by its reference nor in its words."""
    changed = {ref for intent in reading.intents for ref in _references(intent)}
    spoken = _spoken(reading, context)
    found = [
        clause.strip()
        for clause in _CLAUSE_END.split(message.text)
        for task in context.open_tasks
        if task.ref not in changed and _names(clause, task, spoken)
    ]
    return tuple(one_line(clause, UNREAD_LIMIT) for clause in dict.fromkeys(found))


def _names(clause: str, task: KnownTask, spoken: list[str]) -> bool:
    """Whether a clause holds two words of a task's title and at least half of them, which nothing spoken covers."""
    said, title = _words(clause), title_words(task)
    shared = [word for word in title if _share([word], said) == 1.0]
    return (
        len(shared) >= _FEWEST_NAMED
        and len(shared) >= len(title) * _COVERED
        and _share(shared, spoken) < _COVERED
    )


def _spoken(reading: Reading, context: Context) -> list[str]:
    tasks = {task.ref: task for task in context.open_tasks}
    return _words(" ".join(part for intent in reading.intents for part in _texts(intent, tasks)))


def _references(intent: Intent) -> Iterable[str]:
    return (ref for field in ("task", "other") if isinstance(ref := getattr(intent, field, None), str))


def _texts(intent: Intent, tasks: dict[str, KnownTask]) -> Iterable[str]:
    """What an intent speaks of: its own words, and the title of its task."""
    for field in ("title", "text", "name", "argument"):
        said = getattr(intent, field, None)
        if isinstance(said, str):
            yield said
    yield from (tasks[ref].title for ref in _references(intent) if ref in tasks)


def _words(text: str) -> list[str]:
    return meaningful(token.low for token in tokenise(lowered(normalise(text))) if token.kind != "mark")


def _share(words: list[str], others: list[str]) -> float:
    """The share of `words` that stand among `others` in some form; 1.0 for none."""
    if not words:
        return 1.0
    found = sum(
        any(word == other or likeness(word, other) >= _ALIKE or same_word(word, other) for other in others)
        for word in words
    )
    return found / len(words)
