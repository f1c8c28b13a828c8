"""Questions about one field of an open task: when it is, who does it, how long it takes, whose it is, how it stands."""

import re
from collections.abc import Sequence

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, KnownTask
from worker.understanding.intents import AskTask, Query, TaskField
from worker.understanding.local.asked_clause import AskedClause, is_among
from worker.understanding.local.open_tasks import likeness, meaningful, pointed_at, title_words
from worker.understanding.local.question_form import has_question_form
from worker.understanding.local.words.question_words import GRAMMAR
from worker.understanding.local.words.word_table import listed
from worker.understanding.step_budget import current_steps

# Said words and words of a title that count as the same.
_SAME = 0.7
_LONGEST_SEARCH = 200

_DUE = r"""(?:at\s+|by\s+|until\s+|on\s+|from\s+)?(?:when(?:'s|s)?|(?:what|which)\s+(?:time|day|date|hour)|how\s+soon|what(?:'s|\s+is)\s+the\s+(?:deadline|due\s+date|date|time|day)\s+(?:for|of|on))\b
    |(?:(?:на|к|ко|до|с|со)\s+)?когда(?![\w-])|(?:во|на|до|к|ко|с|со|в)\s+(?:сколько|скольки|котором|какой\s+час|какому\s+часу|какое\s+(?:время|число)|какому\s+(?:числу|времени|дню)|какого\s+(?:числа|времени|дня)|какой\s+(?:день|даты|дате)|какую\s+дату|каком\s+часу)(?!\w)
    |какого\s+числа(?!\w)|как\s+скоро(?!\w)|(?:какой|какие|что\s+за)\s+(?:срок|дедлайн)\w*"""
_ASSIGNEE = r"(?:who(?:'s|s|se|m)?|which\s+of\s+us)\b|(?:кто|кому|на\s+ком|у\s+кого|за\s+кем|на\s+кого|чья|чье|чей)(?![\w-])"
_ESTIMATE = r"""how\s+(?:long|much\s+time|many\s+(?:hours|minutes))\b|(?:на\s+)?сколько\s+(?:(?:по\s+)?времени|часов|минут|\w*займ(?:ет|ут)|\w*занима(?:ет|ют)|уйд(?:ет|ут)|длится|продлится|делать|нужно\s+(?:времени|часов))(?!\w)|как\s+долго|надолго\s+ли|надолго"""
_BUSINESS = r"(?:for\s+|under\s+|to\s+)?(?:which|what|whose)\s+(?:business|company|firm|shop|project|client)\b|(?:(?:по|к|для|из|за|в|от)\s+)?(?:как\w+|чьей|чьего)\s+(?:бизнес|фирм|компани|проект|контор)\w*"
_STATUS = r"where\s+(?:are|do)\s+(?:we|things)\s+(?:stand\s+)?(?:with|on)\b|any\s+(?:news|word|updates?|progress)\s+(?:on|about|from|with)\b|(?:is|are|was|were|has|have|did|does|do|will)\b|(?:what(?:'s|\s+is)\s+(?:the\s+)?)?status\b|(?:how(?:'s|\s+is|\s+are)|(?:what|how)\s+about|what(?:'s|\s+is)\s+(?:up|happening|going\s+on)\s+with)\b|\S+\s+ли(?!\w)|что\s+(?:там\s+)?(?:с|со|насчет|по)(?!\w)|как\s+(?:там|дела|обстоят)|(?:какой|что\s+за)?\s*статус"
_FIELDS: tuple[tuple[TaskField, re.Pattern[str]], ...] = (
    ("due", bounded(_DUE, re.VERBOSE)),
    ("business", bounded(_BUSINESS)),
    ("assignee", bounded(_ASSIGNEE)),
    ("estimate", bounded(_ESTIMATE)),
    ("status", bounded(_STATUS)),
)
# The asking word may come last: «зубной во сколько?», "the dentist is when?".
_LAST: tuple[tuple[TaskField, re.Pattern[str]], ...] = (
    ("due", bounded(rf".*\S\s+(?:is\s+|are\s+)?(?:{_DUE})\W*$", re.VERBOSE)),
    ("estimate", bounded(rf".*\S\s+(?:is\s+|takes\s+)?(?:{_ESTIMATE})\W*$")),
    ("assignee", bounded(r".*\S\s+(?:кто\s+\w+|на\s+ком|у\s+кого|is\s+whose|is\s+who)\W*$")),
    ("status", bounded(r"(?!.*\b(?:what|why|how|where|что|чего|почему|зачем|как|где|куда|какой|какая|какие|сколько)\b).*\?\W*$")),
)  # fmt: skip
# Words of the question itself, by field: no part of the task's name.
_FILLERS: dict[TaskField, frozenset[str]] = {
    "due": listed("""due time day date hour deadline happen happening scheduled planned supposed booked begin begins start starts take takes place need needs soon
        appointment срок дедлайн час время число день дата назначить назначенный запланировать запланированный надо нужно должен начинаться начаться планировать"""),
    "assignee": listed("""doing does handling handle handles working works responsible assigned charge taking takes care looks looking after going need needs supposed
        делать сделать заниматься отвечать поручить поручено поручать назначить назначенный ответственный висеть взять брать должен надо нужно вести"""),
    "estimate": listed("""long time hours minutes take takes taking last lasts need needs expected supposed estimated estimate time
        время час минута занять занимать займет уйти уйдет длиться продлиться нужно надо делать сделать долго надолго"""),
    "business": listed("""business company firm shop project client belong belongs under part filed бизнес фирма компания проект контора относиться принадлежать это стоять"""),
    "status": listed("""status news word update updates progress done finished ready complete completed sorted going coming along doing happening going up still open yet progress stand stands
        статус готовый готово готов сделать сделано закончить дело обстоять продвигаться успеть успевать двигаться идти закрыть закрытый"""),
}  # fmt: skip
_SEVERAL = re.compile(
    r"\b(?:anything|everything|something|all|tasks|things|jobs|что-нибудь|все|всё|задачи|дела)\b"
)
_CLOCK = bounded(r"(?:what\s+time\s+is\s+it|what's\s+the\s+time|what\s+day\s+is\s+it|(?:который|сколько)\s+(?:сейчас\s+)?(?:час|времени))\W*(?:now|сейчас)?\W*")  # fmt: skip
_IT = re.compile(r"\b(?:it|this|that|он|она|оно|они|это|этим|эта|эту)\b")


def fillers(field: TaskField) -> frozenset[str]:
    """The words that a question about this field is made of, beside grammar."""
    return _FILLERS[field]


def task_question(clause: AskedClause, context: Context) -> AskTask | Query | None:
    """The field of an open task that a clause asks for; a search when several tasks fit, or none."""
    field = _field_of(clause)
    if field is None or _SEVERAL.search(clause.plain) or not _asks(clause):
        return None
    words = [word for word in clause.words if not is_among(word, GRAMMAR, _FILLERS[field])]
    if not meaningful(words):
        return _of_the_task_spoken_of(clause, field, context)
    tasks = fitting_tasks(words, context)
    if len(tasks) == 1:
        return AskTask(task=tasks[0].ref, field="due" if field == "status" and clause.timed else field)
    named = bool(tasks) or field in {"due", "assignee", "estimate"}
    return Query(scope="search", text=" ".join(words)[:_LONGEST_SEARCH]) if named else None


def asks_the_clock(clause: AskedClause) -> bool:
    """ "What time is it": no question about a task."""
    return _CLOCK.fullmatch(clause.plain) is not None


_LABEL = bounded(r"(?:status|статус)\b")


def _asks(clause: AskedClause) -> bool:
    return has_question_form(clause.plain, clause.language) or _LABEL.match(clause.plain) is not None


def _field_of(clause: AskedClause) -> TaskField | None:
    first = next((field for field, pattern in _FIELDS if pattern.match(clause.plain)), None)
    return first or next((field for field, pattern in _LAST if pattern.match(clause.plain)), None)


def _of_the_task_spoken_of(clause: AskedClause, field: TaskField, context: Context) -> AskTask | None:
    """ "When is it due?" asks about the task replied to, or the one spoken of last."""
    meant = pointed_at(context)
    points = context.replied_to is not None or _IT.search(clause.plain) is not None
    return (
        AskTask(task=meant.ref, field=field) if meant is not None and points and not clause.members else None
    )


def fitting_tasks(words: Sequence[str], context: Context) -> list[KnownTask]:
    """The open tasks whose titles hold most of the words, at least half of them; one whose whole title is said is the only one."""
    said = meaningful(words)
    held: dict[int, list[KnownTask]] = {}
    for task in context.open_tasks:
        current_steps().take(len(said))
        shared = _shared(said, title_words(task))
        if shared and 2 * shared >= len(said):
            held.setdefault(shared, []).append(task)
    found = held[max(held)] if held else []
    whole = [task for task in found if _shared(title_words(task), said) == len(title_words(task))]
    return whole if len(whole) == 1 else found


def _shared(words: Sequence[str], known: Sequence[str]) -> int:
    """How many of the words are like one of the known ones."""
    return sum(max((likeness(word, other) for other in known), default=0.0) >= _SAME for word in words)
