"""Questions about a member of the team: what they have to do, how busy they are, what they have done."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.intents import Query
from worker.understanding.local.asked_clause import AskedClause, is_among
from worker.understanding.local.morphology import has_form
from worker.understanding.local.question_form import NAME, has_question_form
from worker.understanding.local.words.question_words import DONE, LISTING, PERSON
from worker.understanding.local.words.word_table import listed

_DID = r"(?:do|done|did|finish(?:ed)?|complete[d]?|close[d]?|get\s+(?:\w+\s+)?done|got\s+(?:\w+\s+)?done|accomplish(?:ed)?|achieved?|managed?|get\s+through|got\s+through|work(?:ed)?\s+on|tick(?:ed)?\s+off)"
_DONE_EN = bounded(
    rf"\bdid\s+{NAME}\s+(?:\w+\s+){{0,2}}?{_DID}\b|(?:has|have)\s+{NAME}\s+(?:\w+\s+){{0,2}}?(?:done|finished|completed|closed|accomplished|achieved|managed|got\s+done|got\s+through|been\s+(?:up\s+to|doing|working))\b"
    rf"|\b(?:done|finished|completed|closed)\s+by\s+{NAME}|{NAME}\s+(?:has\s+|have\s+)?(?:already\s+)?(?:did|done|finished|completed|closed|got\s+done)\b|{NAME}'?s?\s+(?:done|finished|completed|closed)\s+(?:tasks?|jobs?|work)"
)
_NOT_YET = re.compile(r"\b(?:not|n't|hasn't|didn't|haven't|yet|left|still|have\s+to|has\s+to|не)\b")
# Questions of which one word may be unknown: "what has Kim got cooking".
_FRAME = bounded(
    rf"(?:what(?:'s|\s+is|\s+does|\s+has|\s+have|\s+will)?|how\s+(?:busy|loaded|full|booked|swamped|snowed)\s+(?:is|are))\s+{NAME}|what(?:'s|\s+is)\s+(?:\w+\s+){{0,2}}(?:on|for|with)\s+{NAME}"
    rf"|(?:tasks?|jobs?|to-?dos?|everything|anything)\s+(?:\w+\s+){{0,2}}(?:for|of|to|by|on|with|from)\s+{NAME}|does\s+{NAME}\s+have\b"
    rf"|(?:чем|что|чего)\s+(?:\w+\s+){{0,3}}(?:занят\w*|занимается|загружен\w*)\b.*{NAME}|(?:чем|насколько|как)\s+(?:\w+\s+){{0,2}}{NAME}\s+(?:занят|загружен)\w*|(?:что|чего|сколько|какие|много)\s+(?:\w+\s+){{0,3}}(?:у|на|за)\s+{NAME}"
)
_NOUNS = listed("""tasks jobs todos to-dos to-do week day workload load schedule agenda list plate plan plans work
    задачи дела делишки загрузка нагрузка занятость план планы расписание список""")
_LINKS = listed(
    "for of the a all open my our to at on is 's left assigned у на для по все всё открытые текущие мои наши"
)
# What the planner does not know of anybody.
_PERSONAL = listed(
    "number phone email mail address birthday salary name age номер телефон адрес почта зарплата возраст"
)
_FREE = listed(
    "free available busy availability capacity overloaded swamped idle свободный свободен свободна свободны занятый занят занята заняты перегружен перегружена перегружены перегруз перегрузка overworked overbooked overload загружен загружена загружать загрузить"
)
_ON_DUTY = listed("on in working works work doing around работать работает смена занимается заниматься")
_WHO = bounded(r"(?:who|who's|whos|anyone|anybody|is\s+(?:anyone|anybody)|кто|у\s+кого|кому)\b")


def person_queries(clause: AskedClause, *, listing: bool) -> list[Query]:
    """A question for each member the clause asks about, or for the whole team ("who is free tomorrow?").

    `listing` tells that the clause orders a list ("show", «покажи»)."""
    if not clause.members:
        return [Query(scope="person")] if _about_team(clause) else []
    if _PERSONAL.intersection(clause.words):
        return []
    if not (listing or has_question_form(clause.plain, clause.language) or _is_bare(clause)):
        return []
    if clause.unknown(LISTING, PERSON, DONE):
        return []
    return _queries(clause)


def loosely_person_queries(clause: AskedClause) -> list[Query]:
    """The same for a clause in the form of such a question, of which one word is not known."""
    framed = (
        clause.members
        and not _PERSONAL.intersection(clause.words)
        and _FRAME.search(clause.plain) is not None
    )
    return _queries(clause) if framed and len(clause.unknown(LISTING, PERSON, DONE)) <= 1 else []


def _queries(clause: AskedClause) -> list[Query]:
    scope = "done" if _looks_back(clause) else "person"
    return [Query(scope=scope, text=name) for name in clause.members]


def _looks_back(clause: AskedClause) -> bool:
    if _NOT_YET.search(clause.plain):
        return False
    if clause.past:
        return True
    if clause.language == "en":
        return _DONE_EN.search(clause.plain) is not None
    told = [word for word in clause.words if is_among(word, DONE) or is_among(word, _BUSY_WITH)]
    return any(has_form(word, "VERB", "past") or has_form(word, "PRTS") for word in told)


_BUSY_WITH = listed("делать заниматься")


def _is_bare(clause: AskedClause) -> bool:
    """ "Maria's tasks", «нагрузка Лены»: nothing but the list's name and the member's."""
    nouns = [word for word in clause.words if word in _NOUNS]
    others = [word for word in clause.words if word not in _NOUNS | _LINKS]
    return len(nouns) == 1 and not others and ":" not in clause.plain and "," not in clause.plain


def _about_team(clause: AskedClause) -> bool:
    """ "Who is free on Friday?", «кто чем занят»."""
    if not _WHO.match(clause.plain) or clause.unknown(LISTING, PERSON):
        return False
    if clause.timed and set(clause.words) <= {"who", "who's", "is", "on", "in"}:
        return True
    return any(is_among(word, _FREE) for word in clause.words) or (
        any(is_among(word, _ON_DUTY) for word in clause.words) and (clause.timed or "what" in clause.words)
    )
