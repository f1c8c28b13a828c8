"""Questions about what has been done: "what did we finish last week", «а вчера что сделали»."""

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.asked_clause import AskedClause, is_among
from worker.understanding.local.morphology import has_form
from worker.understanding.local.words.question_words import DONE, LISTING
from worker.understanding.local.words.word_table import listed

_WHO = r"(?:(?:i|we|you|they|everyone|everybody|the\s+team|us|been|already|actually|all|so\s+far|got)\s+)*"
_DEEDS = r"(?:done|finish(?:ed)?|complete[d]?|close[d]?|get\s+done|get\s+through|got\s+done|got\s+through|gotten\s+done|accomplish(?:ed)?|achieved?|managed?\s+to|worked\s+on|tick(?:ed)?\s+off|wrap(?:ped)?\s+up|cross(?:ed)?\s+off)"
_WHAT = r"(?:what|which|how\s+(?:much|many))(?:\s+(?:tasks?|jobs?|things|work|stuff|else|of\s+it))*"
_DONE_EN = bounded(
    rf"{_WHAT}(?:\s+(?:did|have|has|was|were|is|are|got|had)|'s|'ve|s)?\s+{_WHO}{_DEEDS}\b|{_WHAT}\s+did\s+{_WHO}(?:do|work\s+on|get\s+up\s+to)\b|{_WHAT}\s+(?:have|has|had)\s+{_WHO}(?:doing|working\s+on|up\s+to)\b|what\s+(?:i|we)\s+did\b"
    r"|(?:show|list|tell|give)\s+(?:me\s+|us\s+)?(?:all\s+|everything\s+|what\s+|the\s+|my\s+|our\s+)*(?:(?:i|we|was|were|has\s+been|have\s+been|is|got|that|that's|have|'ve)\s+)*(?:done|finished|completed|closed|did|got\s+done)\b"
    r"|(?:completed|finished|done|closed)\s+(?:tasks|jobs|things|work|items|list)\b|(?:did|have)\s+(?:i|we)\s+(?:\w+\s+)?(?:do|done|finish(?:ed)?|complete[d]?|achieved?|get|got)\s+(?:anything|something|much|a\s+lot)\b"
)
_NOT_YET = bounded(r"\b(?:to\s+be|to\s+get|have\s+to|has\s+to|need\s+to|needs\s+to|not|isn't|hasn't|haven't|didn't|left|should|should've|supposed|не|еще\s+надо|надо|осталось)\b")  # fmt: skip
_ASKING_RU = listed(
    "что чего че чо шо чё какие какая какой сколько как показать вывести напомнить список перечислить"
)


def asks_what_is_done(clause: AskedClause) -> bool:
    """Whether a clause asks for what has been finished rather than for what is due."""
    if clause.members or _NOT_YET.search(clause.plain):
        return False
    if clause.language == "en":
        return _DONE_EN.match(clause.plain) is not None
    asks = any(is_among(word, _ASKING_RU) for word in clause.words)
    return asks and any(_tells_deed(word) for word in clause.words) and not clause.unknown(LISTING, DONE)[2:]


def _tells_deed(word: str) -> bool:
    """A Russian past or participle of doing: «сделали», «закрыто», «успели»."""
    past = has_form(word, "VERB", "past") or has_form(word, "PRTS") or has_form(word, "PRTF", "past")
    return past and is_among(word, DONE)
