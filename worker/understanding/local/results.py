"""Results that imply the deed: "flyers are back from the printer", «аппарат снова доит», "the gate no longer squeaks"."""

import re

from worker.understanding.context import Context, KnownTask
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.morphology import akin, forms
from worker.understanding.local.open_tasks import (
    begins_with_verb,
    best_task,
    likeness,
    meaningful,
    says_head,
    title_words,
)
from worker.understanding.local.verb_forms import base_of_gerund
from worker.understanding.local.words.english_verbs import EITHER
from worker.understanding.local.words.word_table import listed

_THERE_EN = re.compile(
    r"\b(?:(?:is|are|'s|'re|was|were)\s+(?:now\s+|all\s+|also\s+|finally\s+|both\s+|already\s+|safely\s+)*(?:back|in|here|up|live|there|home|ours|online|on\s+the\s+(?:shelf|wall|site|truck)|in\s+(?:place|stock|the\s+(?:bag|post|mail|bank|fridge|warehouse|office)))"
    r"|(?:back\s+from|out\s+the\s+door|out\s+of\s+the\s+way|in\s+the\s+(?:bag|post|mail)|up\s+and\s+running|good\s+to\s+go|as\s+good\s+as\s+new|off\s+my\s+plate))\b"
)
# Said of what was to be sent; of anything else it tells a fault ("the heater is out").
_GONE_OUT = re.compile(
    r"\b(?:is|are|'s|'re|was|were|has|have)\s+(?:now\s+|all\s+|also\s+|already\s+)*(?:out|away|off|gone(?:\s+(?:out|off))?|on\s+(?:its|their)\s+way)\b"
)
# Said of what was to be laid; of anything else it tells a fault ("the site is down").
_LAID = re.compile(r"\b(?:is|are|'s|'re|was|were)\s+(?:now\s+|all\s+|both\s+|finally\s+|already\s+)*down\b")
_LAYING = listed("lay install put fit roll glue pour spread laying installation")
_SENDING = listed(
    "send ship mail post publish deliver print submit email e-mail file write launch announce invoice"
)
_DOCUMENTS = listed(
    "quote quotes invoice invoices letter letters proposal offer estimate newsletter invitations invites contract report email cards flyers samples"
)
_THERE_RU = re.compile(
    r"\b(?:у\s+(?:нас|меня)|на\s+(?:месте|руках|полке|складе|сайте)|уже\s+(?:здесь|тут|там|дома|висит|висят|стоит|стоят|лежит|лежат)|висит|висят|как\s+нов(?:ый|ая|ое|ые)|в\s+(?:порядке|кармане|деле|строю))\b"
)
_AGAIN = re.compile(
    r"\b(?:works?|working|runs?|running|closes?|opens?|prints?|heats?|starts?|drains?|rings?)\s+(?:again|fine|now|properly)\b|\bno\s+longer\s+\w+s\b"
    r"|\b(?:опять|снова|теперь|уже|наконец)\s+(?:\w+\s+)?\w+(?:ет|ит|ют|ят|ут|ат)(?:ся)?\b|\bбольше\s+не\s+\w+(?:ет|ит|ют|ят|ут|ат)(?:ся)?\b"
)
_NOT_YET = re.compile(
    r"\?|\b(?:not|n't|isn't|aren't|still|yet|half|halfway|partly|almost|nearly|if|when|should|must|need|needs|will|would|to)\b|\b(?:еще|наполовину|частично|почти|не\s+(?!скрип|теч|шум|стуч|кап|глюч)\w+|если|когда|надо|нужно|должн\w+|пусть|чтобы|будет|будут|ли)\b"
)
_MENDING = listed(
    "fix repair sort replace починить отремонтировать наладить исправить заменить починка ремонт настроить"
)


def result_of(sheet: Sheet, places: range, context: Context, named: set[int]) -> KnownTask | None:
    """The open task whose deed a clause implies by telling its result; `named` are the places of members' names."""
    content = [at for at in sheet.content(places) if at not in named]
    if len(content) < 2 or _orders(sheet, content) or _ahead(sheet, places):
        return None
    low = sheet.said(places)
    again = _AGAIN.search(low)
    there = (_THERE_RU if sheet.language == "ru" else _THERE_EN).search(low)
    if _NOT_YET.search(sheet.untimed(places)) and not again:
        return None
    match = best_task(meaningful(sheet.low_at(at) for at in content), context)
    if match is None or match.margin < 0.3:
        return None
    verb = begins_with_verb(match.task) or ""
    things = [word for word in title_words(match.task) if word != verb]
    if not any(likeness(sheet.low_at(at), thing) >= 0.7 for at in content for thing in things):
        return None
    if not says_head((sheet.low_at(at) for at in content), match.task):
        return None
    mended = again is not None and verb in _MENDING
    by_deed = verb and any(
        _is_predicate(sheet.low_at(at)) and _same_root(sheet.low_at(at), verb) for at in content
    )
    sent = (
        (verb in _SENDING or any(thing in _DOCUMENTS for thing in things))
        and sheet.language == "en"
        and _GONE_OUT.search(low)
    )
    laid = _LAID.search(low) is not None and bool(_LAYING & _first_words(match.task))
    return match.task if there or mended or by_deed or sent or laid else None


def _first_words(task: KnownTask) -> set[str]:
    """The word a title opens with, lowered: "lay" of "Lay the carpet"."""
    return set(task.title.lower().split()[:1])


def sounds_done(sheet: Sheet, places: range) -> bool:
    """Whether a clause tells how something is now, as one does of a thing that is done ("... no longer squeaks")."""
    low = sheet.said(places)
    there = (_THERE_RU if sheet.language == "ru" else _THERE_EN).search(low)
    return bool(there or _AGAIN.search(low) or _LAID.search(low)) and not _NOT_YET.search(
        sheet.untimed(places).replace("no longer", "")
    )


def _orders(sheet: Sheet, content: list[int]) -> bool:
    """Whether a clause opens with a verb of doing; "sample boards varnished" opens with a thing."""
    low = sheet.low_at(content[0])
    return is_verb_head(sheet, content[0]) and not (
        low in EITHER and _is_predicate(sheet.low_at(content[-1]))
    )


def _ahead(sheet: Sheet, places: range) -> bool:
    return any(
        m.kind in {"moment", "recurrence"} and not (m.past or m.background) for m in sheet.mentions_in(places)
    )


def _is_predicate(word: str) -> bool:
    """A word that can say how something is now: an adjective, a participle, "polished"."""
    if any(form.pos in {"ADJF", "ADJS", "PRTS", "PRTF"} for form in forms(word)):
        return True
    return word.endswith("ed") and len(word) > 4 and base_of_gerund(word) is None


def _same_root(word: str, verb: str) -> bool:
    return akin(word, verb) >= 0.8
