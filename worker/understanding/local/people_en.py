"""How English gives a task to someone: "ask Kim to", "Kim has to", "Kim: ...", "price list from Kim"."""

import re

from worker.understanding.local.assignments import DASHES, LIGHT, Assignment, Spot
from worker.understanding.local.clause_starts import acts, called_to_act
from worker.understanding.local.orders_en import could_order
from worker.understanding.local.people_en_asked import asked, sent_out, spoken_to, told_whose, was_meant
from worker.understanding.local.spots_en import article, before, leads, possessive
from worker.understanding.local.verb_forms import base_of_gerund
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_MODALS = listed("needs need has have should must can will could gotta got shall is are would")
_AFTER_MODAL = listed(
    "probably maybe able really first due to be got gonna gotta going supposed meant please also , pls plz you u just still really now"
)
_BOUND = listed("going gonna supposed meant")
_REQUESTS = listed("ask asking tell telling get have let make want need remind like")
_ASKING_AROUND = listed("i we i'd you can could would shall should please let's to")
_GIVE = listed("assign give hand delegate pass")
_DOES = listed("leads handles does takes runs owns covers organises organizes manages drives")
_OWES = re.compile(r"(?:still )?owes(?: us| me)?\b")


def _mentioned(spot: Spot) -> Assignment | None:
    return spot.to(spot.hit.first - 1) if spot.before == "@" else None


def _ensured(spot: Spot) -> Assignment | None:
    """ "make sure Kim locks the door", "see that Kim ..."."""
    start = spot.hit.first - 1 - len(article(spot))
    start -= 1 if spot.sheet.low_at(start) == "that" else 0
    ensured = (spot.sheet.low_at(start - 1), spot.sheet.low_at(start)) == ("make", "sure")
    if not ensured or start - 1 > spot.first or not acts(spot.sheet, spot.end):
        return None
    return spot.to(*range(start - 1, spot.hit.first), finite=True)


def _requested(spot: Spot) -> Assignment | None:
    """ "ask Kim to ...", "I want Greta to ...", "let William ..."."""
    if before(spot) not in _REQUESTS or possessive(spot):
        return None
    end = spot.end
    while spot.sheet.low_at(end) in {"to", "please", "that", "he", "she", "if", "whether", "can", "could"}:
        end += 1
    if end == spot.end and spot.sheet.low_at(end) not in VERBS:
        return None
    if spot.sheet.low_at(end - 1) == "that" and not acts(spot.sheet, end):
        return None  # "tell Kim that the order doubled" is a message, not Kim's task
    start = spot.hit.first - 1 - len(article(spot))
    while start - 1 in spot.places and spot.sheet.low_at(start - 1) in _ASKING_AROUND:
        start -= 1
    return spot.to(*range(start, spot.hit.first), *range(spot.end, end))


def _owned(spot: Spot) -> Assignment | None:
    """ "William's job: ...", "Daniel's on the migration"."""
    if not (leads(spot) and possessive(spot)):
        return None
    if spot.after == "on":
        return spot.to(spot.end)
    if spot.after not in {"job", "task", "turn", "responsibility"}:
        return None
    end = spot.end
    while spot.sheet.low_at(end + 1) in {"is", "to", *DASHES}:
        end += 1
    return spot.to(*range(spot.end, end + 1))


def _headed(spot: Spot) -> Assignment | None:
    """ "Kim: ...", "Kim - ..."."""
    if not leads(spot) or possessive(spot):
        return None
    if spot.after == "," and _only_times_to_colon(spot):
        return spot.to(*article(spot), spot.end, heading=True)
    return spot.to(*article(spot), spot.end, heading=True) if spot.after in DASHES else None


def _only_times_to_colon(spot: Spot) -> bool:
    """ "Kim, by Thursday:"."""
    rest = [at for at in range(spot.end + 1, spot.places.stop) if spot.sheet.labels[at] != "time"]
    return (
        bool(rest)
        and all(spot.sheet.tokens[at].kind == "mark" for at in rest)
        and spot.sheet.low_at(rest[-1]) == ":"
    )


def _obliged(spot: Spot) -> Assignment | None:
    """ "Kim has to ...", "Kim's got to ...", "Simone, can you ...", "Kim pls ..."."""
    polite = {",", "please", "pls", "plz", "to"}
    bound = possessive(spot) and spot.after in {"got", "gotta", "going", "gonna", "to", "supposed", "meant"}
    if not leads(spot) or (possessive(spot) and not bound) or spot.after not in polite | _MODALS | _BOUND:
        return None
    end, sheet = spot.end, spot.sheet
    if spot.after in {"needs", "need", "has", "have"} and not _to_act(spot):
        return None
    if spot.after in {"is", "are"} and sheet.low_at(end + 1) not in {"to", "supposed", "meant", "due"}:
        return None
    while sheet.low_at(end) in _MODALS | _AFTER_MODAL:
        end += 1
    told = (
        spot.after != "," or sheet.low_at(end) in VERBS or sheet.low_at(end - 1) in {"please", "you", "pls"}
    )
    return spot.to(*article(spot), *range(spot.end, end)) if told and end in spot.places else None


def _continuous(spot: Spot) -> Assignment | None:
    """ "Kim's baking the samples", "Kim is going over there", "Kim'll be sanding the chairs"."""
    at = spot.end
    if not leads(spot):
        return None
    contracted = spot.word.endswith(("'s", "'ll"))
    while spot.sheet.low_at(at) in {"is", "will", "be", "just", "still", "also", "gonna"}:
        at += 1
    if not (contracted or at > spot.end) or at not in spot.places:
        return None
    if spot.sheet.low_at(at) == "going" and spot.sheet.low_at(at + 1) == "to":
        return None
    if base_of_gerund(spot.sheet.low_at(at)) is None:
        return None
    return spot.to(*article(spot), *range(spot.end, at), finite=True, loose=contracted)


def _takes_over(spot: Spot) -> Assignment | None:
    """A clause that only says whose what was said before is: "Kim is on it", "Kim will take care of that"."""
    if not leads(spot) or spot.hit.how == "role":
        return None
    said = spot.sheet.content(range(spot.end, spot.places.stop))
    light = bool(said) and all(spot.sheet.low_at(at) in LIGHT for at in said)
    return spot.to(*said, loose=True) if light else None


def _to_act(spot: Spot) -> bool:
    """ "Kim needs to call" gives a task; "Kim needs the keys" only tells of one."""
    second = spot.sheet.low_at(spot.end + 1)
    return second in _AFTER_MODAL or second in VERBS


def _doing(spot: Spot) -> Assignment | None:
    """ "Kofi still owes the quote", "Kim runs it", "Kim cleans the filters", "Daniel on the migration"."""
    if not leads(spot) or possessive(spot) or spot.end not in spot.places:
        return None
    owed = _OWES.match(spot.sheet.low, spot.sheet.tokens[spot.end].start)
    if owed:
        return spot.to(*spot.sheet.within(*owed.span()))
    on = spot.after == "on" and bool(spot.sheet.content(range(spot.end + 1, spot.places.stop)))
    if on or (spot.after in _DOES and (spot.hit.how == "role" or not acts(spot.sheet, spot.end))):
        return spot.to(*article(spot), spot.end)
    if spot.hit.how != "role" and acts(spot.sheet, spot.end):
        return spot.to(finite=True)
    objects = {"the", "a", "an", "all", "our", "new"}
    bare = called_to_act(spot.sheet, spot.hit) or (
        could_order(spot.after) and spot.sheet.low_at(spot.end + 1) in objects
    )
    gapped = spot.after in objects  # "... and Theo the frames on Thursday"
    return spot.to() if (bare or gapped) and spot.hit.how in {"name", "nickname", "short"} else None


def _supplied(spot: Spot) -> Assignment | None:
    """ "price list from Kim", "the list goes to Kim to check", "assign it to Kim"."""
    if leads(spot) or possessive(spot):
        return None
    if whose := told_whose(spot):
        return whose
    led, start = before(spot), spot.hit.first - 1 - len(article(spot))
    if led in {"for", "to"} and spot.after == "to" and spot.hit.how != "role":
        return spot.to(*range(start, spot.hit.first), spot.end)
    if led == "from":
        return spot.to(*range(start, spot.hit.first))
    given = next((at for at in spot.places if at < spot.hit.first and spot.sheet.low_at(at) in _GIVE), None)
    return spot.to(given, start) if led == "to" and given is not None else None


def _later(spot: Spot) -> Assignment | None:
    """A member named after the thing: "..., Kim to sign it", "... Kim runs it", "... (Kim)"."""
    if leads(spot) or possessive(spot):
        return None
    second = spot.sheet.low_at(spot.end + 1)
    meant = was_meant(spot)
    if meant:
        return meant
    if (spot.after == "to" and second in VERBS) or spot.after in _DOES:
        pronoun = (spot.end + 1,) if second in {"it", "this", "that"} else ()
        return spot.to(spot.end, *pronoun)
    return spot.to() if spot.in_brackets else told_whose(spot) or _closing(spot)


def _closing(spot: Spot) -> Assignment | None:
    """A member whose part closes the clause: "..., with Kim doing that", "the service is Kim", "..., Kim"."""
    sheet, end = spot.sheet, spot.end
    while (
        end in spot.places
        and sheet.labels[end] is None
        and (sheet.low_at(end) in LIGHT or base_of_gerund(sheet.low_at(end)))
    ):
        end += 1
    closes = not sheet.content(range(end, spot.places.stop))
    start = spot.hit.first - 1
    doing = end > spot.end
    if not closes or len(sheet.content(range(spot.places.start, spot.hit.first))) < 2:
        return None
    if doing and spot.before == "with":
        return spot.to(start, *range(spot.end, end), loose=True)
    if doing and spot.hit.how != "role":
        return spot.to(*range(spot.end, end), loose=True)
    named = spot.hit.how in {"name", "nickname"} and not doing
    if named and (spot.before == "is" or (spot.before == "," and sheet.labels[start] != "glue")):
        return spot.to(start, loose=True)
    return None


def _called(spot: Spot) -> Assignment | None:
    """ "Kim tomorrow paint the door": a member spoken to, then a day and an order; it holds for what follows."""
    at = spot.end
    while at in spot.places and spot.sheet.labels[at] in {"time", "noise"}:
        at += 1
    called = leads(spot) and not possessive(spot) and spot.hit.how in {"name", "nickname"}
    if not called or at == spot.end or at not in spot.places or spot.sheet.low_at(at) not in VERBS:
        return None
    return spot.to(heading=True, loose=True) if spot.sheet.low_at(at + 1) in _OBJECTS else None


_OBJECTS = listed("the a an my our his her their all some this these those it them every each both up out in")


def _announced(spot: Spot) -> Assignment | None:
    """ "Three things for Kim tomorrow": a list announced for somebody."""
    said = spot.sheet.content(range(spot.places.start, spot.places.stop))
    told = [at for at in range(spot.places.start, spot.hit.first - 1) if spot.sheet.tokens[at].is_word]
    alone = said == list(spot.span) or said == [spot.hit.first - 1, *spot.span]
    listed_for = bool(told) and all(spot.sheet.labels[at] in {"heading", "time", "noise"} for at in told)
    return (
        spot.to(spot.hit.first - 1, heading=True) if spot.before == "for" and alone and listed_for else None
    )


ENGLISH_RULES = (
    _announced,
    _mentioned,
    _ensured,
    _requested,
    asked,
    _owned,
    _headed,
    _takes_over,
    _continuous,
    _obliged,
    _doing,
    spoken_to,
    _called,
    sent_out,
    _supplied,
    _later,
)
