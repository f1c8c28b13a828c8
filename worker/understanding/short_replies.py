"""Replying: a short answer to a card that says one thing of its task: done, another name, a business, no deadline."""

import re
from collections.abc import Callable
from dataclasses import replace

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, Message, Reading
from worker.understanding.dates import detect_language, find_mentions, move_due
from worker.understanding.intents import (
    CompleteTask,
    DeleteTask,
    Intent,
    RescheduleTask,
    UpdateField,
    UpdateTask,
)
from worker.understanding.local.business_names import find_businesses, find_projects
from worker.understanding.local.members import find_members
from worker.understanding.local.message_tokens import normalise, tokenise
from worker.understanding.timing import read_timing, read_until

LONGEST = 160

# "wrong, it's 3 hours": the opening tells nothing of its own.
_OPENING = re.compile(
    r"^(?:(?:no|nope|wrong|not\s+right|incorrect|sorry|actually|oops|нет|неверно|неправильно|не\s+так|ой|извини|вообще-то)\s*[,.:!—–-]+\s*"
    r"|(?:no|nope|нет)\s+(?=(?:that|it|this|not|make|call|это|не|она|её|ее)\b))+",
    re.IGNORECASE,
)
_IT = r"(?:(?:it|(?:this|that)(?:\s+(?:one|task))?|they|the\s+task)(?:\s+(?:is|are|was|has\s+been)|['’](?:s|re))?\s+|(?:она|оно|он|её|ее|его|это|эта|эту|я|мы|всё|все|уже|задача|задачу)\s+)*"
_DONE = bounded(
    rf"{_IT}(?:(?:already|now|all|just|уже|вс[её])\s+)*"
    r"(?:done|finished|completed|ready|готов[аоы]?|сделан[аоы]?|сделал[аи]?|закончен[аоы]?|закончил[аи]?|выполнен[аоы]?|выполнил[аи]?)"
    r"(?:\s+(?:it|this|now|already|with\s+(?:it|this)|уже|её|ее|это))*"
    r"(?P<rest>[\s,.;:—–-]+.+)?",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:(?:change|set|edit|make|correct|fix)\s+(?:the\s+|its\s+)?(?:title|name)(?:\s+to|\s*:)"
    r"|(?:rename|retitle)(?:\s+(?:it|this|that|the\s+task))?(?:\s+(?:to|as)\s|\s*[:—–-])"
    r"|call\s+(?:it|this|that)(?!\s+(?:a\s+day|off|quits|in|back|up)\b)|(?:(?:the|its|new)\s+)*(?:title|name)(?:\s*:|\s+(?:should|must)\s+be\b|\s+is\b)"
    r"|(?:(?:it|this|that)\s+)?(?:(?:should|must|ought\s+to)\s+be\s+(?:called|named|titled)|(?:should|must)\s+(?:say|read))\b"
    r"|(?:поменяй|измени|смени|исправь|поправь)(?:те)?\s+название(?:\s+на\b|\s*:)|(?:назови|переименуй)(?:те)?\s+(?:её|ее|это|задачу)(?:\s+(?:в|на|как)\b)?"
    r"|переименуй(?:те)?\s+(?:в|на|как)\b|(?:назови|переименуй)(?:те)?\s*[:—–-]"
    r"|(?:(?:она|это|задача)\s+)?(?:(?:должн[аоы]|пусть)\s+(?:будет\s+)?называ(?:ться|ется)|называется|правильно\s+называется)"
    r"|(?:новое\s+)?название(?:\s*:|\s+должно\s+быть\b|\s*[—–-]))\s*[:—–-]?\s*(?P<title>\S.*)",
    re.IGNORECASE,
)
# What follows a new title after a comma or "and" belongs to the title, unless it opens like a change of its own.
_NO_TITLE = bounded(
    r"(?:(?:it|that|this)(?:['’]s|\s+(?:is|takes))|make\s+it|set|remind|due|deadline|by|for|until|no|move|give|это|срок|напомни\w*|до|к|ко|для|пусть|сделай|поставь|перенеси|без|отдай)\s+\S"
    r"|\d+\s*(?:h|hours?|m|min\w*|час\w*|мин\w*|ч)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"{_IT}(?:(?:for|of|in|at|under|belongs\s+to|goes\s+to|move\s+(?:it\s+)?to|для|по|в|во|из|относится\s+к|перенеси\s+в)\s+(?:the\s+)?"
    r"|(?:the\s+)?(?:business|company|project|бизнес|фирма|проект)\s*(?:[:—–-]|is)?\s*)?(?P<name>\S.*)",
    re.IGNORECASE,
)
_CLEARED = bounded(
    rf"{_IT}(?:no|without(?:\s+an?)?|(?:remove|drop|clear|delete)\s+(?:the|its)|без|убери(?:те)?|сними(?:те)?|нет)\s+(?P<field>[\w-]+)(?:\s+(?:date|минут))?",
    re.IGNORECASE,
)
_REPEATED = bounded(
    rf"{_IT}(?:(?:make\s+it\s+)?(?:repeat(?:s|ing)?|recurring)|повторя(?:й|йте|ть|ется)|сделай\s+(?:её\s+)?повторяющейся)(?:\s+(?:it|this|её|ее|это))?\s*[,:]?\s*(?P<when>\S.*)",
    re.IGNORECASE,
)
_FIELD_STEMS: tuple[tuple[str, UpdateField | None], ...] = (
    ("deadline", None), ("due", None), ("date", None), ("срок", None), ("дедлайн", None), ("дат", None),
    ("business", "business"), ("company", "business"), ("бизнес", "business"), ("фирм", "business"),
    ("project", "project"), ("проект", "project"),
    ("assignee", "assignee"), ("person", "assignee"), ("исполнител", "assignee"), ("ответственн", "assignee"),
    ("estimate", "estimate_minutes"), ("duration", "estimate_minutes"), ("оценк", "estimate_minutes"),
    ("reminder", "reminder_minutes_before"), ("напоминани", "reminder_minutes_before"),
    ("repeat", "recurrence"), ("repetition", "recurrence"), ("recurrence", "recurrence"), ("повтор", "recurrence"),
)  # fmt: skip
_DUE = bounded(
    rf"{_IT}(?:(?:should|must|has\s+to|will|to|needs\s+to)\s+be\s+|(?:должн[аоы]|надо|нужно|будет)\s+(?:быть\s+)?)?"
    r"(?:done|finished|ready|готов[аоы]?|сделан[аоы]?|сделать|закончить)\s+(?P<when>(?:by|before|until|к|ко|до|не\s+позднее)\s+.+)",
    re.IGNORECASE,
)
_PRIVATE = bounded(
    rf"{_IT}(?:private|personal|личн(?:ое|ая|ый))(?:\s+(?:task|matter|thing|задача|дело))?", re.IGNORECASE
)
_MYSELF = bounded(
    rf"{_IT}(?:(?:for|on|with|to|at|за|на|у|ко|к)\s+)?(?:me|mine|myself|i|my\s+(?:task|job|own)|мне|мной|меня|я|мо[йяеё]|моя\s+задача|мои)"
    r"|(?:i(?:['’]ll|\s+will)\s+)?do\s+(?:it|this|that)\s+myself|i(?:['’]ll|\s+will|['’]m|\s+am)\s+(?:do|doing|take|taking)\s+(?:it|this|that)(?:\s+(?:myself|on))?"
    r"|(?:я\s+)?сам[аи]?(?:\s+(?:всё\s+)?сделаю)?|(?:это\s+)?(?:я\s+)?сделаю\s+(?:это\s+)?сам[аи]?|(?:это\s+)?я\s+(?:это\s+)?сделаю"
    r"|(?:give|assign)\s+(?:it|this|that)\s+to\s+me|(?:отдай|назначь|поставь|оставь)(?:те)?\s+(?:её\s+|ее\s+|это\s+)?(?:мне|на\s+меня)|(?:беру|возьму)\s+(?:её\s+|ее\s+|это\s+)?на\s+себя",
    re.IGNORECASE,
)
_DROPPED = re.compile(
    r"(?:drop|delete|remove|cancel|scrap|forget|skip)(?:\s+(?:it|this|that|about\s+(?:it|this|that)))?"
    r"|(?:(?:её|ее|это)\s+)?(?:удали|отмени|убери|вычеркни|выкинь)(?:те)?(?:\s+(?:её|ее|это))?"
    r"|(?:её\s+|это\s+)?(?:уже\s+|больше\s+)?не\s+(?:надо|нужно|нужна)",
    re.IGNORECASE,
)
_NAME = r"(?!(?:for|to|in|on|by|at|but|that|this|it|для|в|на|к|до|а|это|она)\b)[^\W\d_][\w'’-]*(?:\s+[^\W\d_][\w'’-]*)?"
_NOT_X_BUT_Y = bounded(
    rf"{_IT}(?:for\s+|для\s+)?(?:(?:not|не)\s+(?:for\s+|для\s+)?(?P<no_one>{_NAME}?)(?:\s*,\s*(?:but\s+|а\s+)?|\s+(?:but|а)\s+|\s+)(?:for\s+|для\s+)?(?P<one>{_NAME})"
    rf"|(?P<two>{_NAME})\s*,?\s*(?:not|а\s+не|instead\s+of|rather\s+than|вместо)\s+(?:for\s+|для\s+)?(?P<no_two>{_NAME}))",
    re.IGNORECASE,
)
_OTHER_BUSINESS = bounded(
    rf"{_IT}(?:(?:for|in|to|of|move\s+(?:it\s+)?to|для|в|из)\s+)?(?:the\s+other|wrong|друг(?:ой|ого|ая|ую|ому)|не\s+тот)\s+(?:business|company|firm|one\s+business|бизнес(?:а|у|е)?|фирм[аыуе]|компани[яиюей]+)",
    re.IGNORECASE,
)
_NOT_THAT = bounded(rf"{_IT}(?:not|isn['’]t|не)\s+(?:for\s+|для\s+)?(?P<name>{_NAME})", re.IGNORECASE)
# Said without a reply, only these forms speak of the task that was mentioned last.
_CORRECTS = bounded(
    r"(?:(?:it|this|that)(?:\s+(?:one|task))?(?:['’]s|\s+(?:is|should|must|takes|belongs|goes|needs))|they['’]re)\b|(?:call|make|rename|retitle|move|give|assign)\s+(?:it|this|that)\b"
    r"|(?:rename|retitle)\s*(?::|to\b|as\b)|(?:(?:the|its|new)\s+)*(?:title|name|deadline|due)\b|should\s+be\s+(?:called|named|titled)\b|(?:change|fix|correct)\s+(?:the\s+|its\s+)?(?:title|name)\b"
    r"|(?:no|without(?:\s+an?)?|remove\s+the)\s+(?:deadline|due|date|reminder|estimate|business|project|assignee)\b|(?:not|не)\s+\S+.*|.*(?:\snot|\sа\s+не)\s+\S+"
    r"|(?:это|эта|эту|она|её|ее)\s+\S|(?:переименуй|назови)(?:те)?\b|(?:исправь|поправь|поменяй|измени|смени)(?:те)?\s+название\b|(?:новое\s+)?название\b|(?:срок|дедлайн)\b"
    r"|(?:без|убери|сними)\s+(?:срока?|дедлайна?|напоминани[ея]|оценк[иу]|бизнеса?|проекта?|исполнителя)\b|должн[аоы]\s+называться\b|(?:the\s+)?other\s+business\b|другой\s+бизнес\b|другая\s+фирма\b"
    r"|urgent\b|срочно\b|не\s+срочно\b|remind\s+me\b|напомни(?:те)?\b",
    re.IGNORECASE,
)
_BETWEEN = bounded(r"\s*[,;]\s*(?:and\s+|и\s+|also\s+)?|\s+(?:and|и|plus)\s+", re.IGNORECASE)
_MOST_PARTS = 5
_TITLE_LIMIT = 200

ReadByRules = Callable[[Message, Context], Reading]


def read_reply(message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """The reading of an answer to one task's card, as a whole sentence of a few kinds; None for every other message.

    Without a reply it is a correction of the one task that was spoken of last, where its form says so.
    """
    text = " ".join(normalise(message.text).split()).strip(" .!")
    if not text or len(text) > LONGEST or "\n" in message.text.strip():
        return None
    if context.replied_to is not None:
        return _read_answer(text, message, context, read)
    if message.forwarded or message.reply or len(context.recent) != 1:
        return None
    return _read_correction(text, message, replace(context, replied_to=context.recent[0]), read)


def _read_correction(text: str, message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """What is said without a reply of the one task that was spoken of last; `context` takes it for the task replied to."""
    ref, said = context.recent[0], _OPENING.sub("", text)
    if _rejects_another(said, ref, context):
        return Reading((), "rules", doubts=_WHICH_TASK)
    opened = said != text and not _FAREWELL.match(said)
    if opened or _CORRECTS.match(said) or (" " in said and _MYSELF.fullmatch(said)):
        reading = _read_answer(text, message, context, read)
    elif any(_CORRECTS.match(piece) for piece in _BETWEEN.split(said)):
        reading = _part_by_part(said, message, context, read)
    else:
        return None
    unclear = reading is not None and reading.doubts in (_WHICH_BUSINESS, _WHICH_TASK)
    return reading if reading is not None and (unclear or _is_about(reading, ref)) else None


def _read_answer(text: str, message: Message, context: Context, read: ReadByRules) -> Reading | None:
    assert context.replied_to is not None
    ref, opened = context.replied_to, _OPENING.sub("", text)
    said = _chosen(opened)
    answer = _Answer(said, ref, message, context)
    special = (
        read_timing(opened, ref, context, message.now)
        or _other_business(answer)
        or _without(answer)
        or _titled_part_by_part(opened, message, context, read)
    )
    if special is not None:
        return special
    intents = next((found for reader in _READERS if (found := reader(answer))), None)
    if intents is not None:
        told = _with_length(intents, answer)
        return Reading(intents=told, reader="rules", sure=True, clauses=(said,) * len(told))
    whole = read(replace(message, text=said), context)
    longer = _with_length(whole.intents, answer)
    if longer != whole.intents and _is_about(whole, ref):
        return replace(whole, intents=longer, clauses=())
    parts = _part_by_part(opened, message, context, read)
    if parts is not None and len(parts.intents) > len(whole.intents):
        return parts
    return whole if said != text and _is_about(whole, ref) else None


def _other_business(answer: "_Answer") -> Reading | None:
    """ "The other business" of two is clear; of more, or for a task that has none, it is not."""
    if _OTHER_BUSINESS.fullmatch(answer.said) is None:
        return None
    task = next((task for task in answer.context.open_tasks if task.ref == answer.ref), None)
    others = [each.name for each in answer.context.businesses if task is None or each.name != task.business]
    if task is None or task.business is None or len(others) != 1:
        return Reading((), "rules", doubts=_WHICH_BUSINESS)
    update = UpdateTask(task=answer.ref, field="business", value=others[0])
    return Reading((update,), "rules", sure=True, clauses=(answer.said,))


def _without(answer: "_Answer") -> Reading | None:
    """ "That's not for Zerno" clears a business that is Zerno, and never sets it; None where nothing known is named."""
    refused = _NOT_THAT.fullmatch(answer.said)
    tokens = tuple(tokenise(normalise(refused["name"]))) if refused else ()
    task = next((task for task in answer.context.open_tasks if task.ref == answer.ref), None)
    businesses = [hit.name for hit in find_businesses(list(enumerate(tokens)), answer.context)]
    people = [hit.name for hit in find_members(tokens, answer.context)]
    if not businesses and not people:
        return None
    cleared: list[Intent] = []
    if task is not None and task.business in businesses:
        cleared.append(UpdateTask(task=answer.ref, field="business", value=None))
    elif task is not None and task.assignee in people:
        cleared.append(UpdateTask(task=answer.ref, field="assignee", value=None))
    doubts = () if cleared else _WHICH_TASK
    return Reading(
        tuple(cleared), "rules", sure=bool(cleared), doubts=doubts, clauses=(answer.said,) * len(cleared)
    )


_WHICH_TASK = ("which task",)
_WHICH_BUSINESS = ("which business",)
_FAREWELL = re.compile(r"(?:до|see\s+you)\b", re.IGNORECASE)


def _titled_part_by_part(said: str, message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """A new title and what else is said of the task after it: "call it Paint both doors, 3 hours"."""
    if _TITLE.fullmatch(said) is None:
        return None
    for joint in _BETWEEN.finditer(said):
        rest = said[joint.end() :]
        if _TITLE.fullmatch(said[: joint.start()]) and _NO_TITLE.match(rest):
            about = replace(message, text=rest)
            more = read_reply(about, context, read) or read(about, context)
            named = _title(_Answer(said[: joint.start()], context.replied_to or "", message, context))
            if named is not None and _is_about(more, context.replied_to or ""):
                clauses = (said[: joint.start()], *(rest for _ in more.intents))
                return Reading((*named, *more.intents), "rules", sure=more.sure, clauses=clauses)
    return None


def _rejects_another(said: str, ref: str, context: Context) -> bool:
    """ "Not Lucy, Tom" of a task that is not Lucy's speaks of something else."""
    found = _NOT_X_BUT_Y.fullmatch(said)
    if found is None:
        return False
    rejected = found["no_one"] or found["no_two"]
    people = find_members(tuple(tokenise(normalise(rejected))), context)
    task = next((task for task in context.open_tasks if task.ref == ref), None)
    return bool(people) and (task is None or people[0].name != task.assignee)


def _part_by_part(said: str, message: Message, context: Context, read: ReadByRules) -> Reading | None:
    """ "By Friday, 2 hours, Dima": several things of the one task, each read by itself; None when one says nothing."""
    ref = context.replied_to
    pieces = [piece for piece in _BETWEEN.split(said) if piece.strip()]
    if ref is None or not 1 < len(pieces) <= _MOST_PARTS:
        return None
    readings = []
    for piece in pieces:
        about = replace(message, text=piece)
        reading = read_reply(about, context, read) or read(about, context)
        if not _is_about(reading, ref):
            return None
        readings.append(reading)
    intents = tuple(intent for reading in readings for intent in reading.intents)
    said_of = [(intent.kind, getattr(intent, "field", None)) for intent in intents]
    if len(set(said_of)) < len(said_of):
        return None
    clauses = tuple(piece for piece, reading in zip(pieces, readings, strict=True) for _ in reading.intents)
    return Reading(
        intents=intents, reader="rules", sure=all(reading.sure for reading in readings), clauses=clauses
    )


def _with_length(intents: tuple[Intent, ...], answer: "_Answer") -> tuple[Intent, ...]:
    """ "By Thursday 2 hours" said to a card gives a day and a length, with no comma between them."""
    if [intent.kind for intent in intents] != ["reschedule"]:
        return intents
    mentions = find_mentions(answer.said, answer.now, detect_language(answer.said))
    lengths = [mention.minutes for mention in mentions if mention.kind == "duration" and mention.minutes]
    if len(lengths) != 1 or not any(mention.kind == "moment" for mention in mentions):
        return intents
    return (*intents, UpdateTask(task=answer.ref, field="estimate_minutes", value=lengths[0]))


def _is_about(reading: Reading, ref: str) -> bool:
    """Whether a reading changes this task and does nothing else."""
    return bool(reading.intents) and all(getattr(intent, "task", None) == ref for intent in reading.intents)


def _chosen(said: str) -> str:
    """ "not Dima, Olga" says no more than "Olga"."""
    found = _NOT_X_BUT_Y.fullmatch(said)
    return (found["one"] or found["two"]) if found else said


class _Answer:
    """What is said, of which task, when, in which world."""

    def __init__(self, said: str, ref: str, message: Message, context: Context) -> None:
        self.said, self.ref, self.now, self.context = said, ref, message.now, context


def _done(answer: _Answer) -> tuple[Intent, ...] | None:
    found = _DONE.fullmatch(answer.said)
    if found is None:
        return None
    rest = (found["rest"] or "").strip(" ,.;:—–-")
    if not rest:
        return (CompleteTask(task=answer.ref),)
    minutes = [m.minutes for m in find_mentions(rest, answer.now) if m.kind == "duration" and m.minutes]
    took = re.fullmatch(
        r"(?:(?:it\s+)?took|in|spent|за|ушло|потратил[аи]?|заняло|вышло)?\s*.{1,40}", rest, re.IGNORECASE
    )
    if len(minutes) != 1 or took is None:
        return None
    return (CompleteTask(task=answer.ref, actual_minutes=minutes[0]),)


def _due(answer: _Answer) -> tuple[Intent, ...] | None:
    """ "ready by Friday" is no report: it says until when."""
    found = _DUE.fullmatch(answer.said)
    current = next((task.due for task in answer.context.open_tasks if task.ref == answer.ref), None)
    mentions = find_mentions(found["when"], answer.now, detect_language(answer.said)) if found else ()
    due = move_due(current, mentions, answer.now)
    return (RescheduleTask(task=answer.ref, due=due, timing="by"),) if due else None


def _until(answer: _Answer) -> tuple[Intent, ...] | None:
    """«До завтра» said to a card is no farewell."""
    move = read_until(answer.said, answer.ref, answer.context, answer.now)
    return (move,) if move else None


def _dropped(answer: _Answer) -> tuple[Intent, ...] | None:
    return (DeleteTask(task=answer.ref),) if _DROPPED.fullmatch(answer.said) else None


def _nobody_elses(answer: _Answer) -> tuple[Intent, ...] | None:
    if _PRIVATE.fullmatch(answer.said):
        return (UpdateTask(task=answer.ref, field="business", value=None),)
    if _MYSELF.fullmatch(answer.said):
        return (UpdateTask(task=answer.ref, field="assignee", value=None),)
    return None


def _title(answer: _Answer) -> tuple[Intent, ...] | None:
    found = _TITLE.fullmatch(answer.said)
    title = found["title"].strip(" «»\"'") if found else ""
    if not title or len(title) > _TITLE_LIMIT:
        return None
    return (UpdateTask(task=answer.ref, field="title", value=title[:1].upper() + title[1:]),)


def _cleared(answer: _Answer) -> tuple[Intent, ...] | None:
    found = _CLEARED.fullmatch(answer.said)
    if found is None:
        return None
    named = found["field"].lower()
    for stem, field in _FIELD_STEMS:
        if named.startswith(stem):
            if field is None:
                return (RescheduleTask(task=answer.ref, due=None),)
            return (UpdateTask(task=answer.ref, field=field, value=None),)
    return None


def _repeated(answer: _Answer) -> tuple[Intent, ...] | None:
    found = _REPEATED.fullmatch(answer.said)
    mentions = find_mentions(found["when"], answer.now, detect_language(answer.said)) if found else ()
    rules = [mention.rrule for mention in mentions if mention.kind == "recurrence" and mention.rrule]
    if len(rules) != 1 or len(mentions) != 1:
        return None
    return (UpdateTask(task=answer.ref, field="recurrence", value=rules[0]),)


def _place(answer: _Answer) -> tuple[Intent, ...] | None:
    """A business or a project, when the answer holds nothing else."""
    found = _PLACE.fullmatch(answer.said)
    if found is None:
        return None
    tokens = list(enumerate(tokenise(normalise(found["name"]))))
    for field, find in (("project", find_projects), ("business", find_businesses)):
        hits = find(tokens, answer.context)
        if len(hits) == 1 and set(hits[0].places) >= {at for at, token in tokens if token.kind != "mark"}:
            return (UpdateTask(task=answer.ref, field=field, value=hits[0].name),)
    return None


_READERS: tuple[Callable[[_Answer], tuple[Intent, ...] | None], ...] = (
    _due,
    _until,
    _done,
    _dropped,
    _nobody_elses,
    _title,
    _cleared,
    _repeated,
    _place,
)
