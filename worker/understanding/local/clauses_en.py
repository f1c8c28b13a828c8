"""What an English clause does: asks for a deed, or states something."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.background_times import tells_of, tells_past
from worker.understanding.local.clause_starts import is_verb_head, told_to_act
from worker.understanding.local.completions import is_past
from worker.understanding.local.phrases import phrases
from worker.understanding.local.words.word_table import listed

FINITE = listed("""is are was were am has had i'm he's she's it's they're we're you're did didn't don't doesn't can't won't isn't wasn't
    aren't went got keep keeps told says said thinks wants likes looks feels seems that's there's i've we've couldn't
    wouldn't shouldn't haven't hasn't ran i'll we'll he'll she'll they'll hates loves grabbed wiped barely hardly""")
_HAPPENED = listed("blew fell broke tore flew froze stole rang died burst collapsed stopped")
_WANTS = listed("need needs want wants expect expects require requires")
_SUBJECTS = listed("we they he she it")
_NEEDED = re.compile(
    r"\b(?:need to|have to|gotta|needs to|must|we need|i need|should|need an?|let'?s"
    r"|(?:i|we)(?:'d| would)? (?:want|need|like) (?:it|them|this|that|him|her))\b"
)


# "I told Mr Hall I'd call him back".
_PROMISED = bounded(r"\b(?:told|promised|said|assured)\b.*\b(?:i|we)(?:'d|'ll| would| will)\b")
# "the client rang, wants a call back after 3".
_WISHES = re.compile(
    r"(?:,|\band|\bwho) (?:he |she |they )?(?:wants?|needs?|expects?|would like|asked for) (?:a|an|the|his|her|their|some|to)\b"
)
# "Mr Hall wants his plan resent": what somebody else wants is for the sender to do.
_ASKS_FOR = bounded(
    r"(?:the |our |my )?(?!i |we |you |it |they )[\w'.-]+(?: [\w'-]+){0,2} (?:wants|would like|is asking for|are asking for|has asked for|have asked for)"
    r" (?:an?|the|his|her|their|some|to|us|me|another|more)\b"
)
# "a new gasket wants ordering", "the flue has to be swept".
NEEDS_DOING = bounded(
    r"(?:(?:the|a|an|our|my|his|her|their|some|new)\s+)*(?:(?!i |we |you |he |she |they |it )[\w'-]+\s+){1,7}?"
    r"(?:needs?|wants?|could do with|has to|have to|must|should)\s+(?:(?!to )\w+ing\b|(?:to )?be\s+\w+)"
)


def asks_english(sheet: Sheet, spoken: list[int], low: str, *, timed: bool) -> bool:
    """Whether a deed is asked for: by a verb head, a need, a request. `spoken` are the words that are more than
    openers, `low` the lowered text of the clause, `timed` whether it says anything about time."""
    table = phrases("en")
    wanted = sheet.low_at(spoken[0]) in _SUBJECTS and sheet.low_at(spoken[0] + 1) in _WANTS
    bound = told_to_act(sheet, spoken[0]) and sheet.low_at(spoken[0] + 1) != "will"
    if (wanted and timed) or bound:
        return True
    if _is_named_by_verb(sheet, spoken):
        return False
    if is_verb_head(sheet, spoken[0]) and not is_past(sheet.low_at(spoken[0])):
        return sheet.low_at(spoken[0] + 1) not in {"is", "are", "was", "were", "has"}
    if (timed and _WISHES.search(low)) or _ASKS_FOR.match(low.lstrip(" ,.:;-")) or _PROMISED.search(low):
        return True
    asked = table.asking.search(low) or table.need.match(low.lstrip(" ,.:;-"))
    return bool(asked or _NEEDED.search(low) or NEEDS_DOING.match(low.lstrip(" ,.:;-")))


def _is_named_by_verb(sheet: Sheet, spoken: list[int]) -> bool:
    """ "Show homes are opening up", "order books were full": the verb is part of the subject's name."""
    lows = [sheet.low_at(at) for at in range(spoken[0], min(spoken[0] + 3, len(sheet)))]
    if len(lows) < 3 or lows[0] in _TAKES_CLAUSE or lows[1] in _OPENS_OBJECT:
        return False
    return lows[2] in {"is", "are", "was", "were"}


_TAKES_CLAUSE = listed(
    "check ensure confirm verify make see ask tell say remember note find think know hope report explain announce let"
)
_OPENS_OBJECT = listed(
    "the a an my our his her their your this that these those it them what who how if whether where when all"
)


def states_english(sheet: Sheet, spoken: list[int]) -> bool:
    """Whether a clause states something: it has a subject and a finite verb."""
    lows = [sheet.low_at(at) for at in spoken]
    return (
        lows[0] in _SUBJECTS
        or any(low in FINITE for low in lows)
        or any(is_past(low) for low in lows[1:3])
        or any(low in _HAPPENED for low in lows[1:5])
        or tells_past(lows[:6])
        or any(tells_of(sheet, at) for at in spoken[1:7])
    )
