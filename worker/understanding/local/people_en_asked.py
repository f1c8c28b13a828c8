"""How English speaks to somebody: "could Kim ...?", "Kim, the gutters", "get Kim up there", "Kim was going to"."""

from worker.understanding.local.assignments import Assignment, Spot
from worker.understanding.local.spots_en import article, before, possessive
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.word_table import listed

_ASKED = listed("can could would will should")
_BARE_VERBS = listed("have be do go come see know stay")
_SUBJECTS = listed("i we he she they it who which that is was are were has had did does")


def asked(spot: Spot) -> Assignment | None:
    """ "Could Theo send ...?", "can the driver please ..."."""
    sheet, start = spot.sheet, spot.hit.first - 1 - len(article(spot))
    if (
        before(spot) not in _ASKED
        or start > spot.first
        or possessive(spot)
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


def spoken_to(spot: Spot) -> Assignment | None:
    """ "Kim, gutters on Pine Street": a name that opens the message, and a thing; a list of names is none."""
    sheet, end = spot.sheet, spot.end + 1
    if spot.hit.first != 0 or spot.after != "," or spot.hit.how == "role" or possessive(spot):
        return None
    told = sheet.content(range(end, spot.places.stop))
    listed_names = (
        end < len(sheet) and sheet.tokens[end].text[:1].isupper() and sheet.low_at(end + 1) in {",", "and"}
    )
    ahead = any(m.kind == "moment" and not (m.past or m.background) for m in sheet.mentions_in(spot.places))
    if len(told) < 2 or listed_names or not ahead or sheet.low_at(told[0]) in _SUBJECTS:
        return None
    return spot.to(spot.end, loose=True)


def sent_out(spot: Spot) -> Assignment | None:
    """ "get Kim up there first thing", "send Kim over to the flat": the name stays in the title."""
    if before(spot) not in {"get", "send", "have"} or spot.hit.how == "role" or possessive(spot):
        return None
    sends = spot.after in {"up", "over", "down", "out", "round", "across", "onto"}
    return spot.to() if sends and spot.hit.first - 1 <= spot.first else None


def told_whose(spot: Spot) -> Assignment | None:
    """ "..., that's for Theo", "... thats one for Theo", "..., so Theo": whose it is, said last in its clause."""
    sheet, start = spot.sheet, spot.hit.first
    if spot.hit.how == "role" or sheet.content(range(spot.end, spot.places.stop)):
        return None
    while start - 1 in spot.places and sheet.low_at(start - 1) in _LEADS_TO_WHOSE:
        start -= 1
    led = [sheet.low_at(at) for at in range(start, spot.hit.first)]
    told = bool(_THAT_IS.intersection(led)) or (led == ["so"] and sheet.low_at(start - 1) == ",")
    said = sheet.content(range(spot.places.start, start))
    return spot.to(*range(start, spot.hit.first), loose=True) if told and len(said) > 1 else None


_THAT_IS = listed("that's this's it's")
_LEADS_TO_WHOSE = _THAT_IS | listed("so and ok okay yeah well for one a an job task the be to is")


def was_meant(spot: Spot) -> Assignment | None:
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
