"""Looking ahead: "what do we have in May?" is read into the dates it asks for, "list all tasks" into all there is."""

import datetime as dt
import re
from dataclasses import dataclass

from worker.understanding.dates import Mention, detect_language, find_mentions
from worker.understanding.requests.past_period import Period, names_month

_ALL = re.compile(
    r"^\W*(?:(?:please|can\s+you|could\s+you|just|а|ну|пожалуйста|мне)\s+)*(?:"
    r"(?:list|show|give|read|pull\s+up)\s+(?:me\s+|us\s+|out\s+)*(?:everything|all)(?:\s+(?:of|my|our|the|open|tasks?|to-?dos?|things|items))*"
    r"|(?:what\s+are\s+)?all\s+(?:of\s+)?(?:my|our|the)?\s*(?:open\s+)?(?:tasks|to-?dos)"
    r"|how\s+many\s+(?:open\s+)?(?:tasks|to-?dos|things)\s+(?:do\s+(?:i|we)\s+have|are\s+(?:there|open|left))(?:\s+(?:in\s+total|open|left|altogether))*"
    r"|(?:покажи|выведи|перечисли|дай|скинь)(?:те)?\s+(?:мне\s+)?(?:вс[её]|все\s+(?:мои\s+|наши\s+|открытые\s+)*(?:задачи|дела)|(?:весь|полный)\s+список(?:\s+(?:задач|дел))?)"
    r"|все\s+(?:мои\s+|наши\s+|открытые\s+)*(?:задачи|дела)"
    r"|сколько\s+(?:всего\s+)?(?:у\s+(?:меня|нас)\s+)?(?:всего\s+)?(?:открытых\s+)?(?:задач|дел)(?:\s+(?:всего|открыто))?"
    r")\W*$",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\b(?:today|tonight|сегодня)\b", re.IGNORECASE)
_COMING = re.compile(
    r"\b(?:coming\s+up|ahead|upcoming|впереди|предстоит|в\s+ближайшее\s+время)\b", re.IGNORECASE
)
_WEEK = re.compile(r"\bweeks?\b|недел", re.IGNORECASE)
_RUNNING_WEEK = re.compile(r"\bthis\b|\bэт(?:ой|у|а)\b|текущ", re.IGNORECASE)
_WEEKEND = re.compile(r"weekend|выходны", re.IGNORECASE)
_SPAN = re.compile(
    r"\b(?:next|coming|following|ближайш\w+|следующ\w+)\s+(?:\d+|few|couple|two|three|four|six|seven|ten|дв\w+|тр[иё]\w*|четыре|пар\w+|шесть|семь|десять)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"^(?:due\s+)?(?:by|before|until|till|up\s+to|до|к)\s", re.IGNORECASE)
_THIRDS = (
    re.compile(r"\b(?:beginning|start|early)\b|начал", re.IGNORECASE),
    re.compile(r"\b(?:middle|mid)\b|середин", re.IGNORECASE),
    re.compile(r"\b(?:end|late)\b|кон(?:ец|ц)", re.IGNORECASE),
)
# The month whose name is a word besides, said small as speech writes it: "anything in may?".
_MAY = re.compile(r"\b(?:in|for|during|this|next)\s+may\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LookAhead:
    """A question about more than a day: of `period` (None: all that is open)."""

    period: Period | None


def looked_ahead(said: str, now: dt.datetime) -> LookAhead | None:
    """The several days (or everything) a question asks for, never before today; None when it is about one day or the
    coming week. `now` is aware, in the chat's zone."""
    if _ALL.match(said):
        return LookAhead(None)
    if _TODAY.search(said):
        return None
    today, written = now.date(), _MAY.sub(lambda found: found[0][:-3] + "May", said)
    for mention in find_mentions(written, now, detect_language(written)):
        period = _period(mention, today)
        if period is not None:
            return LookAhead(period)
    return LookAhead(Period(today, today + dt.timedelta(days=7))) if _COMING.search(said) else None


def asked_days(said: str, now: dt.datetime) -> Period | None:
    """The days ahead a question about a person is limited to: several, a week, or one; None for no limit. `now` is aware,
    in the chat's zone."""
    ahead = looked_ahead(said, now)
    if ahead is not None and ahead.period is not None:
        return ahead.period
    today = now.date()
    for mention in find_mentions(said, now, detect_language(said)):
        if mention.kind != "moment" or mention.date is None or mention.date < today:
            continue
        if _WEEK.search(mention.text):
            return Period(today, today + dt.timedelta(days=7 - today.weekday()))
        if mention.date_said or mention.time is not None:
            return Period(mention.date, mention.date + dt.timedelta(days=1))
    if _WEEK.search(said):
        return Period(today, today + dt.timedelta(days=7))
    return None


def _period(mention: Mention, today: dt.date) -> Period | None:
    if mention.date is None or mention.kind != "moment" or not mention.date_said or mention.date < today:
        return None
    text, after = mention.text, mention.date + dt.timedelta(days=1)
    if _UNTIL.match(text) or _SPAN.search(text):
        return Period(today, after)
    if _WEEKEND.search(text):
        return Period(mention.date, after + dt.timedelta(days=1))
    if _WEEK.search(text):
        return None if _RUNNING_WEEK.search(text) else _week(mention.date)
    edge = {mention.date.day, after.day} & {1} or any(third.search(text) for third in _THIRDS)
    return _month(text, mention.date, today) if edge and names_month(mention) else None


def _week(date: dt.date) -> Period:
    monday = date - dt.timedelta(days=date.weekday())
    return Period(monday, monday + dt.timedelta(days=7))


def _month(text: str, date: dt.date, today: dt.date) -> Period:
    """The month, or the third of it that is named, as far as it lies ahead."""
    first = date.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    bounds = (first, first + dt.timedelta(days=10), first + dt.timedelta(days=20), after)
    third = next((number for number, words in enumerate(_THIRDS) if words.search(text)), None)
    if third is not None:
        first, after = bounds[third], bounds[third + 1]
    return Period(max(first, today), after)
