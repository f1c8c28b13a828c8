"""Questions that the planner cannot answer: they make no task, and their author is told."""

from collections.abc import Sequence

from worker.understanding.context import Context
from worker.understanding.dates import detect_language
from worker.understanding.intents import Intent, UnclearQuestion
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.asked_clause import asked_clause, without_openers
from worker.understanding.local.message_tokens import lowered, normalise
from worker.understanding.local.question_form import asks_for_deed, has_question_form
from worker.understanding.local.sections import Part
from worker.understanding.local.small_talk import is_small_talk

# A part that follows one of these begins a sentence of its own.
_OPENS = frozenset({"start", "line", "item", "stop", "semicolon"})
_LONGEST = 4_096


def unclear_questions(sheet: Sheet, parts: Sequence[Part], part: Part, context: Context) -> list[Intent]:
    """The question a part asks whose meaning is not known; none for a part that asks nothing or asks for a deed."""
    clause = asked_clause(sheet, part.places, context)
    if not has_question_form(clause.plain, sheet.language) or asks_for_deed(clause.plain, sheet.language):
        return []
    if not _is_marked(sheet, part) and not _is_a_sentence(parts, part):
        return []
    if is_small_talk(sheet.said(part.places), sheet.language):
        return []
    first, last = sheet.tokens[part.places[0]], sheet.tokens[part.places[-1]]
    return [UnclearQuestion(text=sheet.text[first.start : last.end][:_LONGEST])]


def asks_something(text: str) -> bool:
    """Whether a whole message has the form of a question, is no small talk and asks for no deed."""
    language = detect_language(text)
    low = without_openers(lowered(normalise(text)), language)
    if not low.strip() or "\n" in text.strip() or is_small_talk(low, language):
        return False
    return has_question_form(low, language) and not asks_for_deed(low, language)


def _is_marked(sheet: Sheet, part: Part) -> bool:
    """Whether a question mark ends the part."""
    return any(sheet.low_at(at).startswith("?") for at in part.places[-2:])


def _is_a_sentence(parts: Sequence[Part], part: Part) -> bool:
    """Whether nothing goes on with the part, as in «когда приедет Лена, отдай ей ключи»."""
    at = parts.index(part)
    return part.joint in _OPENS and (at + 1 == len(parts) or parts[at + 1].joint in _OPENS)
