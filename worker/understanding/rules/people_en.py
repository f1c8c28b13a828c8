"""How English gives a task to someone: "ask Kim to", "Kim has to", "Kim: ...", "price list from Kim"."""

import re

from worker.understanding.rules.assigning import DASHES, LIGHT, Assignment, Spot
from worker.understanding.rules.heads import acts
from worker.understanding.rules.orders_en import could_order
from worker.understanding.rules.verb_forms import base_of_gerund
from worker.understanding.rules.words.english_verbs import VERBS
from worker.understanding.rules.words.listing import listed

_MODALS = listed("needs need has have should must can will could gotta got shall is are would")
_AFTER_MODAL = listed(
    "probably maybe able really first due to be got gonna gotta going supposed meant please also , pls plz you just still really now"
)
_BOUND = listed("going gonna supposed meant")
_REQUESTS = listed("ask asking tell telling get have let make want need remind like")
_GIVE = listed("assign give hand delegate pass")
_DOES = listed("leads handles does takes runs owns covers organises organizes manages drives")
_ARTICLES = {"the", "our", "my", "@"}
_OWES = re.compile(r"(?:still )?owes(?: us| me)?\b")


def _article(spot: Spot) -> tuple[int, ...]:
    return (spot.hit.first - 1,) if spot.before in _ARTICLES else ()


def _before(spot: Spot) -> str:
    """The word before the name and its article."""
    return spot.sheet.low_at(spot.hit.first - 1 - len(_article(spot)))


def _possessive(spot: Spot) -> bool:
    return spot.word.endswith("'s")


def _leads(spot: Spot) -> bool:
    between = range(spot.first, spot.hit.first)
    return spot.leading or (
        bool(_article(spot)) and all(spot.sheet.low_at(at) in _ARTICLES for at in between)
    )


def _mentioned(spot: Spot) -> Assignment | None:
    return spot.to(spot.hit.first - 1) if spot.before == "@" else None


def _ensured(spot: Spot) -> Assignment | None:
    """ "make sure Kim locks the door", "see that Kim ..."."""
    start = spot.hit.first - 1 - len(_article(spot))
    start -= 1 if spot.sheet.low_at(start) == "that" else 0
    ensured = (spot.sheet.low_at(start - 1), spot.sheet.low_at(start)) == ("make", "sure")
    if not ensured or start - 1 > spot.first or not acts(spot.sheet, spot.end):
        return None
    return spot.to(*range(start - 1, spot.hit.first), finite=True)


def _requested(spot: Spot) -> Assignment | None:
    """ "ask Kim to ...", "I want Greta to ...", "let William ..."."""
    if _before(spot) not in _REQUESTS or _possessive(spot):
        return None
    end = spot.end
    while spot.sheet.low_at(end) in {"to", "please", "that", "he", "she", "if", "whether", "can", "could"}:
        end += 1
    if end == spot.end and spot.sheet.low_at(end) not in VERBS:
        return None
    if spot.sheet.low_at(end - 1) == "that" and not acts(spot.sheet, end):
        return None  # "tell Kim that the order doubled" is a message, not Kim's task
    start = spot.hit.first - 1 - len(_article(spot))
    start -= 1 if spot.sheet.low_at(start - 1) in {"i", "we", "i'd", "please"} else 0
    return spot.to(*range(start, spot.hit.first), *range(spot.end, end))


def _asked(spot: Spot) -> Assignment | None:
    """ "Could Theo send ...?", "can the driver please ..."."""
    sheet, start = spot.sheet, spot.hit.first - 1 - len(_article(spot))
    if (
        _before(spot) not in _ASKED
        or start > spot.first
        or _possessive(spot)
        or spot.hit.last + 1 not in spot.places
    ):
        return None
    end = spot.end
    while sheet.low_at(end) in {
        "please",
        "pls",
        "plz",
        "also",
        "just",
        "maybe",
        "quickly",
        "be",
        "able",
        "to",
    }:
        end += 1
    verb = sheet.low_at(end) in VERBS | _BARE_VERBS or sheet.low_at(end + 1) in {
        "the",
        "a",
        "an",
        "my",
        "our",
        "it",
    }
    return spot.to(*range(start, spot.hit.first), *range(spot.end, end)) if verb else None


_ASKED = listed("can could would will should")
_BARE_VERBS = listed("have be do go come see know stay")


def _owned(spot: Spot) -> Assignment | None:
    """ "William's job: ...", "Daniel's on the migration"."""
    if not (_leads(spot) and _possessive(spot)):
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
    if not _leads(spot) or _possessive(spot):
        return None
    if spot.after == "," and _only_times_to_colon(spot):
        return spot.to(*_article(spot), spot.end, heading=True)
    return spot.to(*_article(spot), spot.end, heading=True) if spot.after in DASHES else None


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
    bound = _possessive(spot) and spot.after in {"got", "gotta", "going", "gonna", "to", "supposed", "meant"}
    if not _leads(spot) or (_possessive(spot) and not bound) or spot.after not in polite | _MODALS | _BOUND:
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
    return spot.to(*_article(spot), *range(spot.end, end)) if told and end in spot.places else None


def _spoken_to(spot: Spot) -> Assignment | None:
    """ "Kim, gutters on Pine Street": a name that opens the message, and a thing; a list of names is none."""
    sheet, end = spot.sheet, spot.end + 1
    if spot.hit.first != 0 or spot.after != "," or spot.hit.how == "role" or _possessive(spot):
        return None
    told = sheet.content(range(end, spot.places.stop))
    listed_names = (
        end < len(sheet) and sheet.tokens[end].text[:1].isupper() and sheet.low_at(end + 1) in {",", "and"}
    )
    ahead = any(m.kind == "moment" and not (m.past or m.background) for m in sheet.mentions_in(spot.places))
    if len(told) < 2 or listed_names or not ahead or sheet.low_at(told[0]) in _SUBJECTS:
        return None
    return spot.to(spot.end, loose=True)


_SUBJECTS = listed("i we he she they it who which that is was are were has had did does")


def _sent_out(spot: Spot) -> Assignment | None:
    """ "get Kim up there first thing", "send Kim over to the flat": the name stays in the title."""
    if _before(spot) not in {"get", "send", "have"} or spot.hit.how == "role" or _possessive(spot):
        return None
    sends = spot.after in {"up", "over", "down", "out", "round", "across", "onto"}
    return spot.to() if sends and spot.hit.first - 1 <= spot.first else None


def _continuous(spot: Spot) -> Assignment | None:
    """ "Kim's baking the samples", "Kim is going over there", "Kim'll be sanding the chairs"."""
    at = spot.end
    if not _leads(spot):
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
    return spot.to(*_article(spot), *range(spot.end, at), finite=True, loose=contracted)


def _takes_over(spot: Spot) -> Assignment | None:
    """A clause that only says whose what was said before is: "Kim is on it", "Kim will take care of that"."""
    if not _leads(spot) or spot.hit.how == "role":
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
    if not _leads(spot) or _possessive(spot) or spot.end not in spot.places:
        return None
    owed = _OWES.match(spot.sheet.low, spot.sheet.tokens[spot.end].start)
    if owed:
        return spot.to(*spot.sheet.within(*owed.span()))
    on = spot.after == "on" and bool(spot.sheet.content(range(spot.end + 1, spot.places.stop)))
    if on or (spot.after in _DOES and (spot.hit.how == "role" or not acts(spot.sheet, spot.end))):
        return spot.to(*_article(spot), spot.end)
    if spot.hit.how != "role" and acts(spot.sheet, spot.end):
        return spot.to(finite=True)
    objects = {"the", "a", "an", "all", "our", "new"}
    bare = could_order(spot.after) and spot.sheet.low_at(spot.end + 1) in objects
    gapped = spot.after in objects  # "... and Theo the frames on Thursday"
    return spot.to() if (bare or gapped) and spot.hit.how in {"name", "nickname", "short"} else None


def _supplied(spot: Spot) -> Assignment | None:
    """ "price list from Kim", "the list goes to Kim to check", "assign it to Kim"."""
    if _leads(spot) or _possessive(spot):
        return None
    before, start = _before(spot), spot.hit.first - 1 - len(_article(spot))
    if before in {"for", "to"} and spot.after == "to" and spot.hit.how != "role":
        return spot.to(*range(start, spot.hit.first), spot.end)
    if before == "from":
        return spot.to(*range(start, spot.hit.first))
    given = next((at for at in spot.places if at < spot.hit.first and spot.sheet.low_at(at) in _GIVE), None)
    return spot.to(given, start) if before == "to" and given is not None else None


def _later(spot: Spot) -> Assignment | None:
    """A member named after the thing: "..., Kim to sign it", "... Kim runs it", "... (Kim)"."""
    if _leads(spot) or _possessive(spot):
        return None
    second = spot.sheet.low_at(spot.end + 1)
    meant = _was_meant(spot)
    if meant:
        return meant
    if (spot.after == "to" and second in VERBS) or spot.after in _DOES:
        pronoun = (spot.end + 1,) if second in {"it", "this", "that"} else ()
        return spot.to(spot.end, *pronoun)
    return spot.to() if spot.in_brackets else _closing(spot)


def _was_meant(spot: Spot) -> Assignment | None:
    """ "the posters Theo was going to have by Friday", "... Kim's supposed to do them"."""
    sheet, end = spot.sheet, spot.end
    while sheet.low_at(end) in {"was", "is", "were"}:
        end += 1
    if sheet.low_at(end) not in {"gonna", "going", "supposed", "meant", "due"} or spot.hit.how == "role":
        return None
    while sheet.low_at(end) in {
        "gonna",
        "going",
        "supposed",
        "meant",
        "due",
        "to",
        "have",
        "do",
        "get",
        "it",
        "them",
    }:
        end += 1
    return spot.to(*range(spot.end, end))


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


ENGLISH_RULES = (
    _mentioned,
    _ensured,
    _requested,
    _asked,
    _owned,
    _headed,
    _takes_over,
    _continuous,
    _obliged,
    _doing,
    _spoken_to,
    _sent_out,
    _supplied,
    _later,
)
