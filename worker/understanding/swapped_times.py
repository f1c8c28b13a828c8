"""Another time that somebody asks for: "the Hendersons asked to swap to 11 instead of 10" is a wish to move what is at 10."""

import datetime as dt

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context, KnownTask, Message, Reading
from worker.understanding.dates import find_mentions, move_due
from worker.understanding.intents import RescheduleTask
from worker.understanding.local.message_tokens import lowered, normalise, tokenise
from worker.understanding.local.open_tasks import best_task, meaningful
from worker.understanding.requests.spoken_clocks import clock_time

_CLOCK = r"\w{1,9}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?|\s(?:утра|дня|вечера|ночи|час(?:а|ов)?|o['’]?clock))?"
_ASKED = (
    r"(?:(?:has|have|just|now|also)\s+)*(?:ask(?:s|ed|ing)|want(?:s|ed)?|prefer(?:s|red)?|need(?:s|ed)?|request(?:s|ed)|wonder(?:s|ed)"
    r"|(?:['’]d|would)\s+(?:like|prefer|rather)|can\s+(?:only\s+)?(?:do|make))"
    r"|(?:по)?прос(?:ит|ят|ил[аи]?)|хо(?:чет|тят|тел[аи]?)|предпоч(?:итает|[её]л|ла|ли)|удобн(?:о|ее)|может|могут|предлага(?:ет|ют)|предложил[аи]?"
)
_WAY = (
    r"(?:(?:us|me|for|to|if\s+(?:we|i)\s+(?:can|could)|it|them|that|swap|move|change|shift|switch|come|go|make|have|be|at|till|until"
    r"|нас|меня|перенести|сдвинуть|поменять|передвинуть|переставить|прийти|приехать|быть|её|ее|его|это|встречу|на|к|в)\s+)*"
)
_SWAP = bounded(
    rf"^\W*(?P<about>[^,;.!?\n]{{2,120}}?)\s+(?:{_ASKED})\s+{_WAY}(?:"
    rf"(?P<new>{_CLOCK})\s*,?\s*(?:instead\s+of|rather\s+than|not|вместо|а\s+не)\s+(?:at\s+|в\s+|на\s+)?(?P<old>{_CLOCK})"
    rf"|(?:not|не)\s+(?:at\s+|в\s+|на\s+)?(?P<old_>{_CLOCK})\s*,?\s*(?:but|а)\s+(?:at\s+|в\s+|на\s+)?(?P<new_>{_CLOCK})"
    r")(?:\s+(?:please|пожалуйста|if\s+(?:possible|we\s+can)|если\s+можно))?\W*$"
)  # of lowered text
_HALF_DAY = 12
_HOURS = {
    word: hour
    for words, hour in (
        ("one часу час", 1), ("two два двух", 2), ("three три трех трёх", 3), ("four четыре четырех четырёх", 4),
        ("five пять пяти", 5), ("six шесть шести", 6), ("seven семь семи", 7), ("eight восемь восьми", 8),
        ("nine девять девяти", 9), ("ten десять десяти", 10), ("eleven одиннадцать одиннадцати", 11),
        ("twelve noon двенадцать двенадцати", 12),
    )
    for word in words.split()
}  # fmt: skip


def read_swapped(message: Message, context: Context) -> Reading | None:
    """The reading of a message in which somebody wants one clock time instead of another; None for every other message.

    It moves the only open task that is at the old time, among several the one its words name; never a sure reading, and an
    empty one where no task or several are meant: nothing was done, whatever the words are like.
    """
    said = _SWAP.match(lowered(normalise(message.text)))
    if said is None:
        return None
    new, old = (_clock(said[name] or said[f"{name}_"], message.now) for name in ("new", "old"))
    if new is None or old is None:
        return None
    task = _meant(said["about"], old, context)
    moved = move_due(task.due, find_mentions(_written(new, task), message.now), message.now) if task else None
    if task is None or moved is None:
        return Reading((), "rules", doubts=("which task",))
    intent = RescheduleTask(task=task.ref, due=moved)
    return Reading((intent,), "rules", sure=False, doubts=("time asked for",), clauses=(message.text,))


def _clock(said: str, now: dt.datetime) -> dt.time | None:
    hour = _HOURS.get(said.strip())
    return dt.time(hour % 24) if hour is not None else clock_time(said, now)


def _meant(about: str, old: dt.time, context: Context) -> KnownTask | None:
    """The task that is at the old time: the one answered, the only one, or the one that the words fit best."""
    at_old = [
        task for task in context.open_tasks if task.due and task.due.time and _alike(task.due.time, old)
    ]
    if context.replied_to is not None:
        return next((task for task in at_old if task.ref == context.replied_to), None)
    if len(at_old) < 2:
        return next(iter(at_old), None)
    words = [token.low for token in tokenise(about) if token.kind != "mark"]
    match = best_task(meaningful(words), context)
    return match.task if match is not None and match.task in at_old else None


def _alike(one: dt.time, other: dt.time) -> bool:
    """Whether a clock shows the same: "8" is said of 20:00 as well."""
    return one.minute == other.minute and one.hour % _HALF_DAY == other.hour % _HALF_DAY


def _written(new: dt.time, task: KnownTask) -> str:
    """The new time in the half of the day that is nearer to the task's own."""
    own = task.due.time.hour if task.due and task.due.time else new.hour
    halves = [new.hour, new.hour + _HALF_DAY] if 0 < new.hour < _HALF_DAY else [new.hour]
    return f"{min(halves, key=lambda hour: abs(hour - own))}:{new.minute:02}"
