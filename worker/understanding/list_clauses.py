"""Clauses that begin with places in the last list, and the words that each says of the tasks there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, Message
from worker.understanding.list_places import PLACES, Places, places_in

_LONGEST = 200
_OPENING = re.compile(
    r"[\s,.]*(?:(?:ok|okay|so|and|please|no|right|ну|так|ок|итак|нет|пожалуйста)[\s,.:—–-]+)*", re.IGNORECASE
)
_VERB = (
    r"(?:forget(?:\s+about)?|drop|delete|remove|cancel|scrap|skip|move|push|postpone|reschedule|mark|give|assign|make|set|put|finished|completed|done\s+with"
    r"|убери|удали|отмени|вычеркни|выкинь|перенеси|сдвинь|отложи|отдай|назначь|поставь|сделай|закрой|закончил[аи]?|сделал[аи]?|забудь(?:\s+про)?)(?:те)?"
)
_START = bounded(rf"(?:(?P<verb>{_VERB})\s+)?(?P<places>{PLACES})(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
# Where the next clause about other places begins.
_NEXT = bounded(
    rf"(?:\s*[,;.]\s*(?:(?:and|then|but|и|а)\s+)?|\s+(?:and|then|but|и|а)\s+|(?<=done|това|тово|товы)\s+)(?=(?:{_VERB}\s+)?{PLACES})",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"\s*(?:['’](?:s|re)\b|\b(?:is|are|was|were|goes|go|should\s+be|will\s+be|это|тоже|also|too)\b)?\s*[:—–-]?\s*",
    re.IGNORECASE,
)
# A report, which the first word of it alone would make a question.
_DID = re.compile(rf"^\W*(?:i\s+|we\s+|i['’]ve\s+)?(?:did|done)\s+(?={PLACES})", re.IGNORECASE)
# "…, not the third", «…, третью нет»: of these nothing is said to change.
_BUT_NOT = bounded(
    rf"(?:\s*[,;]?\s*(?:(?:but|and|и|а|но)\s+)?(?:not|не)\s+(?:{PLACES})"
    rf"|(?:\s*[,;]\s*(?:(?:but|and|и|а|но)\s+)?|\s+(?:but|and|и|а|но)\s+)(?:{PLACES})\s+(?:(?:ещё|еще|пока)\s+)*(?:not|isn['’]t|нет|не)"
    r"(?:\s+(?:готов\w*|сделал[аи]?|сделан\w*|done))?)(?:\s+(?:yet|пока|ещё|еще))?[\s.!]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its words, the tasks that it names, those of them that are closed, and what is said of each."""

    words: str
    refs: tuple[str, ...]
    closed: bool
    said: tuple[str, ...]


def listed_tasks(message: Message, context: Context) -> frozenset[str]:
    """The references of the open tasks that a message names by their places in the last list."""
    clauses = clauses_of(message, context)
    return frozenset(ref for clause in clauses or () for ref in clause.refs)


def clauses_of(message: Message, context: Context) -> list[Clause] | None:
    """The clauses of a message that is made of nothing else; None for every other message."""
    text = message.text.strip()
    if len(context.listed) < 2 or message.forwarded or len(text) > _LONGEST or "\n" in text:
        return None
    text = _DID.sub("finished ", _BUT_NOT.sub("", text))
    opening = _OPENING.match(text)
    found = [_clause(words, context) for words in _split(text[opening.end() :] if opening else text)]
    return (
        None
        if any(clause is None for clause in found)
        else [clause for clause in found if clause is not None]
    )


def _split(text: str) -> Iterator[str]:
    """The clauses, each beginning with the places it is about."""
    while (start := _START.fullmatch(text)) is not None:
        joint = _NEXT.search(text, start.end("places"))
        if joint is None:
            break
        yield text[: joint.start()]
        text = text[joint.end() :]
    yield text


def _clause(words: str, context: Context) -> Clause | None:
    found = _START.fullmatch(words)
    places = None if found is None else places_in(found["places"], len(context.listed))
    if found is None or places is None or (places.every and context.replied_to is not None):
        return None
    named = _references(places, context)
    if named is None:
        return None
    open_refs = {task.ref for task in context.open_tasks}
    refs = tuple(ref for ref in named if ref in open_refs)
    rest = found["rest"].strip(" .!")
    plain = _COPULA.sub("", rest, count=1)
    verb = found["verb"]
    said = (f"{verb} it {rest}", f"{verb} её {rest}") if verb else (plain, f"it is {plain}", f"это {plain}")
    closed = len(refs) < len(named) and not places.every
    return Clause(words, refs, closed, tuple(each.strip() for each in said)) if refs else None


def _references(places: Places, context: Context) -> tuple[str, ...] | None:
    """The tasks at these places; figures are the tasks' own numbers where the list shows those."""
    if not context.numbered or not places.figures:
        return (
            tuple(context.listed[at] for at in places.at)
            if max(places.at, default=0) < len(context.listed)
            else None
        )
    named = tuple(f"T{number}" for number in places.figures)
    if not set(named) <= set(context.listed):
        return None
    return tuple(ref for ref in context.listed if ref not in named) if places.every else named
