"""English times that only tell what has been: "lapsed on the tenth", "ran out on Thursday", "empty since Monday"."""

from dataclasses import replace

from worker.understanding.dates import Mention
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import does
from worker.understanding.local.words.english_verbs import IRREGULAR_PAST, VERBS
from worker.understanding.local.words.word_table import listed

# A day led by these, or counted from today, lies ahead whatever the verb is.
_AHEAD = frozenset({"by", "before", "until", "due", "from"})
_SAID_AHEAD = listed("today tonight tomorrow next this coming following in within come end beginning")
# Past forms that are never participles or nouns as well: "ran", not "run"; "went", not "gone".
ONLY_PAST = listed("""ran went came became began broke blew drove fell flew forgot froze gave grew knew rang sank shook spoke stole
    swore threw took tore wore wrote woke was were had did didn't wasn't weren't couldn't said chose drew drank ate sang showed
    overslept lost""")
# What befalls a thing by itself: after a subject, no participle that waits to be done.
BEFALLS = listed("""lapsed expired died failed arrived happened occurred crashed jammed leaked snapped cracked burst collapsed flooded tripped
    stopped started ended quit vanished disappeared slipped resigned retired turned showed closed opened dropped phoned called emailed
    texted complained asked promised mentioned moved""")
_PRONOUNS = listed("i we he she they it nobody somebody someone everyone who which that you there")
# With one of these between the verb and the start of its clause, something is still to come.
_TO_COME = listed("""to need needs must should will shall can could would gonna gotta 'll i'll we'll he'll she'll they'll it'll want wants
    get let let's make please is are am be have has i'm we're they're it's that's""")
# "the Carters changed their minds": an ending in -ed before an object is no participle.
_OBJECTS = listed("the my our his her their its me us him them")
_STARTS = listed(", . ; : ! ? ( ) — – - \n and but so because cos since as when where if or then")


def with_told(sheet: Sheet, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions, in an English text those that a past verb tells of put in the background."""
    if sheet.language != "en":
        return mentions
    return tuple(replace(m, background=True) if _is_told(sheet, m) else m for m in mentions)


def tells_past(lows: list[str]) -> bool:
    """Whether these lowered words of a clause have a past verb with its subject before it."""
    return any(_is_past_here(lows, number) for number in range(1, len(lows)))


def tells_of(sheet: Sheet, at: int) -> bool:
    """Whether a verb in the third person stands here, before a time that is no deadline or before a particle: "the
    lease runs out"."""
    low = sheet.low_at(at)
    if at + 1 >= len(sheet) or not low.endswith("s") or low.endswith(("ss", "us", "'s")):
        return False
    return sheet.labels[at + 1] == "noise" or (does(low) and sheet.low_at(at + 1) in _PARTICLES)


_PARTICLES = {"out", "off", "up", "down", "over", "away"}


def mark_past_times(sheet: Sheet) -> None:
    """Label as noise the past times that name nothing ("... has leaked since Monday", "... went off last night") and
    the words that turn a time down ("rather than today")."""
    for mention in sheet.mentions:
        if sheet.language == "en" and mention.negated:
            first = next(iter(sheet.within(mention.start, mention.end)), 0)
            turned_down = (sheet.low_at(first - 2), sheet.low_at(first - 1))
            if turned_down in {("rather", "than"), ("instead", "of")}:
                sheet.mark(range(first - 2, first), "noise")
        if sheet.language == "en" and mention.kind == "moment" and (mention.past or mention.background):
            places = sheet.within(mention.start, mention.end)
            if places and _stands_alone(sheet, mention, places):
                sheet.mark(places, "noise")


def _stands_alone(sheet: Sheet, mention: Mention, places: range) -> bool:
    """Whether a past time is an adverb: not "from last week", not "Friday's takings", not "the Friday rush"."""
    before, after = sheet.low_at(places.start - 1), sheet.low_at(places.stop)
    if mention.relation == "since" or _is_told(sheet, mention):
        return True
    closes = not after or sheet.tokens[places.stop].kind == "mark" or after in _STARTS
    named = before in {"from", "of", "for", "about", "the", "a"} or "'s" in mention.text
    return mention.past and closes and not named and not mention.text.endswith(("'s", "s'"))


def _is_told(sheet: Sheet, mention: Mention) -> bool:
    if mention.kind != "moment" or not mention.date_said or mention.elapsed or mention.relation in _AHEAD:
        return False
    places = sheet.within(mention.start, mention.end)
    if not places or any(sheet.low_at(at) in _SAID_AHEAD for at in places):
        return False
    clause = _clause_before(sheet, places.start)
    lows = [sheet.low_at(at) for at in clause]
    if _TO_COME.intersection(lows) or _is_moved_to(sheet, mention, places, lows):
        return False
    verbs = [number for number in range(len(lows)) if _is_past_here(lows, number)]
    return bool(verbs) and not any(goes_on(low) for low in lows[verbs[-1] + 1 :])


def _is_moved_to(sheet: Sheet, mention: Mention, places: range, lows: list[str]) -> bool:
    """Whether it is the new time of what was moved ("the dentist moved to Wednesday"), not the day that was done."""
    led = {sheet.low_at(places.start - 1), mention.text.lower().split(" ", 1)[0]}
    return bool(_MOVED.intersection(lows)) and bool(led & {"to", "for"})


_MOVED = listed(
    "moved shifted rescheduled postponed pushed bumped slipped delayed put brought rebooked switched"
)


def goes_on(low: str) -> bool:
    """A verb of the present after the past one: in "the parts we ordered arrive Friday" it is theirs."""
    return low in VERBS | _HAPPENS or does(low) or low.removesuffix("s") in _HAPPENS


_HAPPENS = listed("arrive come land go start begin open close end finish leave happen run expire")


def _clause_before(sheet: Sheet, at: int) -> range:
    start = at
    while start > 0 and sheet.low_at(start - 1) not in _STARTS:
        start -= 1
    return range(start, at)


def _is_past_here(lows: list[str], number: int) -> bool:
    """Whether the verb of the clause is past here: a form that is nothing else, or one with its subject before it."""
    low, before = lows[number], lows[number - 1] if number else ""
    if low in ONLY_PAST:
        return True
    past = low in IRREGULAR_PAST or (low.endswith("ed") and len(low) > 4)
    active = (
        number > 0
        and before not in _TO_COME
        and lows[number + 1 : number + 2]
        and lows[number + 1] in _OBJECTS
    )
    return past and (before in _PRONOUNS or (low in BEFALLS and number > 0) or bool(active))
