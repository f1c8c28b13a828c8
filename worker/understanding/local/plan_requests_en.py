"""English requests to arrange what there is, told by their shape: a verb, all there is to do, and how."""

import re

_ALL_THERE_IS = (
    r"(?:everything|it all|them all|things|stuff|the lot|(?:all )?(?:of )?(?:my|our|the|these|today'?s|tomorrow'?s|this week'?s|the week'?s|the day'?s)"
    r" (?:whole |entire |remaining |open |other )?(?:jobs?|tasks?|stuff|things|work|to-?dos?|list|errands|chores|day|week|morning|afternoon|evening|workload|calendar|schedule)"
    r"|what(?:'s| is) (?:left|open|on)|what (?:i|we)(?:'ve got| have)(?: left| on)?|the rest)"
)
_HAD = r"(?: (?:that )?(?:i|we)(?:'ve got| have| need to do)(?: left| on| to do)?| (?:that's|that is|that are) (?:left|open|on|due))?"
_ARRANGES = re.compile(
    r"^\W*(?:(?:so|ok|okay|right|please|pls|and|then|could you|can you|would you|will you|help me|i need you to|let's|just)\W+)*"
    r"(?P<verb>line|spread|slot|fit|space|lay|sort|stack|juggle|shuffle|reshuffle|put|order|organi[sz]e|arrange|rearrange|distribute|divvy|divide|split|map|"
    r"block|squeeze|work|batch|schedule|plan|structure|balance|even|share|sequence|timetable|prioriti[sz]e|set|break|chunk|group|tetris|dole|parcel)"
    rf"(?: up| out| in| down)? {_ALL_THERE_IS}{_HAD}(?P<how>[^,;.!?()]*)"
)
_HOW = frozenset(
    [
        "up",
        "out",
        "over",
        "across",
        "through",
        "into",
        "in",
        "for",
        "on",
        "to",
        "a",
        "an",
        "the",
        "some",
        "sort",
        "kind",
        "of",
        "order",
        "sensible",
        "proper",
        "good",
        "decent",
        "sane",
        "realistic",
        "timetable",
        "schedule",
        "slots",
        "slot",
        "blocks",
        "plan",
        "sequence",
        "week",
        "day",
        "days",
        "today",
        "tomorrow",
        "tonight",
        "morning",
        "afternoon",
        "evening",
        "me",
        "us",
        "please",
        "pls",
        "will",
        "would",
        "can",
        "could",
        "you",
        "evenly",
        "properly",
        "nicely",
        "sensibly",
        "somehow",
        "best",
        "way",
        "possible",
        "time",
        "hours",
        "that",
        "so",
        "it",
        "works",
        "fits",
        "next",
        "this",
        "coming",
        "rest",
        "remaining",
        "by",
        "importance",
        "priority",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "and",
        "working",
        "order",
    ]
)
_CONDITIONS = frozenset(
    [
        "so",
        "around",
        "without",
        "because",
        "since",
        "as",
        "if",
        "when",
        "but",
        "given",
        "considering",
        "with",
        "while",
        "before",
        "after",
        "except",
        "leaving",
        "keeping",
        "i'm",
        "i've",
        "i",
        "we're",
        "only",
    ]
)
# These arrange only when it is said how ("put my day in order"); alone they may do anything to a thing.
_NEEDS_HOW = frozenset({"put", "work", "set", "order", "sort", "break", "share", "fit", "lay"})


_GIVES_SHAPE = re.compile(
    r"\b(?:give|bring) (?:some |a bit of )?(?:structure |shape |order )?(?:to )?(?:my|our|the) (?:day|week|morning|afternoon)(?: (?:some|a bit of|a) (?:structure|shape|order|plan))?\W*$"
)


def arranges_all(low: str) -> bool:
    """Whether a lowered clause asks to arrange all there is to do, in whatever words."""
    if _GIVES_SHAPE.search(low):
        return True
    found = _ARRANGES.match(low)
    if found is None:
        return False
    how = re.findall(r"[\w'-]+", found["how"])
    stop = next((at for at, word in enumerate(how) if word in _CONDITIONS), len(how))
    told = (
        bool(how)
        or re.search(
            r"\b(?:day|week|morning|afternoon)\b|\b(?:line|lay|space|map|sort|work|fit)\w* (?:up|out|in)\b",
            found[0],
        )
        is not None
    )
    return all(word in _HOW for word in how[:stop]) and (told or found["verb"] not in _NEEDS_HOW)
