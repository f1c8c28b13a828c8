"""Whether words have the form of a question, and whether such a question asks for a deed: "can you call Ann tomorrow?"."""

import re

from worker.understanding.dates import Language
from worker.understanding.local.clause_starts import governs, is_finite, is_infinitive, is_order
from worker.understanding.local.morphology import has_form
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

# Stands for a member's name in the text of a clause.
NAME = "@"
_BE = r"(?:is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|isn't|aren't|doesn't|don't|didn't|won't|wasn't|hasn't|haven't)"
_QUESTION_EN = re.compile(
    rf"(?:what|who|where|when|why|how|which|whose)(?:'s|'re|'d|'ll)\b|(?:whats|whos|wheres|whens|hows)\b"
    rf"|(?:when|where|why|who|how|what|whose|which)\s+(?:the\s+hell\s+|exactly\s+|else\s+)?{_BE}\b|(?:why|whom)\b|who\s+(?!to\b)\w+"
    rf"|(?:which|whose|what|how)\s+(?:(?!i\b|we\b|you\b|they\b|{NAME})[\w'-]+\s+){{1,3}}{_BE}\b"
    rf"|(?:is|are|am|was|were|does|did|has|isn't|aren't|doesn't|didn't|hasn't|wasn't)\s+(?:{NAME}|\w)"
    rf"|(?:can|could|will|would|should|shall)\s+(?:i|you|we|they|he|she|it|there|anyone|anybody|someone|somebody|{NAME})(?!\w)"
    r"|(?:by|until|on|at|for|from|with|to|in)\s+(?:when|what|which|who|whom|whose)\b|(?:what|how)\s+about\b"
    r"|(?:do|don't|have|haven't|had)\s+(?:i|you|we|they|he|she)\b|any\s+(?:idea|news|word)\b"
)
_QUESTION_RU = re.compile(
    r"(?:(?:на|во|в|до|с|со|к|ко|по|у|за|о|об|про|для|от|из|под|без)\s+)?(?:кто|кого|кому|кем|ком|что|чего|чего|че|чо|шо|чем|чему|где|куда|откуда|когда|сколько|скольки|почему|зачем|какой|какая|какое|какие"
    r"|какого|какую|каком|какому|каких|каким|чей|чья|чье|чьи|как|насколько|каков\w?|котор\w+)(?![\w-])(?!\s+только\b)|\S+\s+ли(?!\w)|разве\b|неужели\b"
)
# What may stand before the verb of a deed that is asked for.
_POLITE = r"(?:(?:please|pls|plz|maybe|just|also|kindly|possibly|quickly|perhaps|both|all|then)\s+)*"
_DEED_EN = re.compile(
    rf"(?:(?:can|could|would|will|won't|can't|couldn't)\s+(?:you|u|ya|y'all|someone|somebody|anyone|anybody|we)|(?:can|could|would)\s+(?:{NAME}|(?:he|she|they)\b|(?:the|our|my)\s+\w+)|shall\s+we)\s+{_POLITE}(?P<verb>[\w'-]+)"
    rf"|(?:would|do)\s+(?:you|{NAME})\s+mind\s+\w+ing\b|why\s+(?:don't|not)\s+(?:(?:you|we|{NAME})\s+)?(?P<other>[\w'-]+)|(?:how|what)\s+about\s+(?!(?:going|working|doing|anything|something)\b)\w+ing\b"
)
_SHOWING = listed("show see list find search explain know have get be think believe")
_ABOUT_ME = re.compile(
    r"\bwe\s+(?:have|get)\s+(?:any|some|to)|\b(?:tell|show|give|read|remind)\s+(?:me|us)\b(?!\s+(?:to|about|that|of|a|an)\b)"
)
_WORLD = re.compile(
    r"\bfind\s+(?:me\s+|us\s+)?(?:a|an|someone|somebody|out|another|time)\b|\b(?:get|have)\s+(?!me\b|us\b|to\b|i\b|we\b|any|some)[\w@]+\s|\bbe\s+able\s+to\b|\bshow\s+(?!me\b|us\b)"
)
_MODAL_RU = re.compile(
    rf"(?:(?:ты|вы|а|ну|не)\s+)*(?:(?:не\s+)?(?:можешь|можете|сможешь|сможете|мог(?:ла|ли)?\s+бы|забудешь|забудете|затруднит)|(?:может|сможет|мог(?:ла)?\s+бы)\s+(?:ли\s+)?{NAME}|{NAME}\s+(?:не\s+)?(?:может|сможет|мог(?:ла)?\s+бы)"
    r"|можно(?:\s+ли)?|нельзя\s+ли|может(?:\s+быть)?|давай(?:те)?)(?!\w)"
)
_SHOWING_RU = listed(
    "показать сказать подсказать рассказать узнать посмотреть увидеть вывести перечислить найти напомнить спросить задать"
)
_WORD = re.compile(r"[\w'@-]+")


def has_question_form(low: str, language: Language) -> bool:
    """Whether a lowered clause, names of members replaced by "@", asks: a question word or an auxiliary first, or "?" last."""
    if low.rstrip(" \"'»”)").endswith("?"):
        return True
    if low.rstrip().endswith(":"):
        return False
    if language == "en":
        return _QUESTION_EN.match(low) is not None
    return _QUESTION_RU.match(low) is not None and not _orders_besides(low)


def _orders_besides(low: str) -> bool:
    """«когда приедет Лена, отдай ключи»: an order beside the question; «как удалить задачу», «кому позвонить» have none."""
    said = _WORD.findall(low)
    if any(is_order(word) for word in said):
        return True
    told = next((at for at, word in enumerate(said) if is_finite(word)), len(said))
    after = said[told + 1 :]
    led = bool(after) and governs(said[told]) and is_infinitive(after[0])
    return not led and any(is_infinitive(word) for word in after)


def asks_for_deed(low: str, language: Language) -> bool:
    """Whether a question plainly asks somebody to do something, so that it is a task and no question about the planner."""
    return _deed_en(low) if language == "en" else _deed_ru(low)


def _deed_en(low: str) -> bool:
    found = _DEED_EN.match(low)
    if found is not None:
        verb = found["verb"] or found["other"]
        done = _WORLD.search(low) is not None or (verb in VERBS and verb not in _SHOWING)
        return verb is None or (done and not _ABOUT_ME.search(low))
    first = next(iter(_WORD.findall(low)), "")
    return first in {"please", "don't"} or (
        first in VERBS and first not in _SHOWING and first not in _INVERTED
    )


_INVERTED = listed("do have will can may need must")


def _deed_ru(low: str) -> bool:
    said = _WORD.findall(low)
    infinitives = [word for word in said if is_infinitive(word)]
    if _SHOWING_RU.intersection(said):
        return False
    if _MODAL_RU.match(low):
        return bool(infinitives) or any(has_form(word, "VERB", "1per", "plur", "futr") for word in said)
    if _QUESTION_RU.match(low):
        return False
    first = [word for word in said if word not in {"не", "ты", "вы", "а", "ну"}][:1]
    return any(
        is_infinitive(word) or is_order(word) or has_form(word, "VERB", "2per", "futr") for word in first
    )
