"""The message as clauses: hard parts cut at headings, and again where a new thing to do begins."""

from itertools import pairwise

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_boundaries import AND, THEN, joint_at
from worker.understanding.local.clause_starts import acts, is_verb_head, starts_clause
from worker.understanding.local.headings import cut_headings
from worker.understanding.local.members import MemberHit
from worker.understanding.local.sections import Joint, Part, hard_parts
from worker.understanding.local.unmarked_boundaries import Scan
from worker.understanding.local.words.edit_words import RENAME_VERB


def split_clauses(sheet: Sheet, people: dict[int, MemberHit], known: set[int]) -> list[Part]:
    """Clauses in text order; `known` are the positions of names. Parentheses are never cut."""
    clauses: list[Part] = []
    listing = _is_spoken_list(sheet, people)
    entry = False
    for part in cut_headings(sheet, hard_parts(sheet, people), known, people):
        entry = part.joint == "item" or (entry and part.joint == "colon")
        clauses.extend(_noun_list(sheet, part) or _cut(sheet, part, people, listing=listing, entry=entry))
    return clauses


def _noun_list(sheet: Sheet, part: Part) -> list[Part] | None:
    """The entries of a bare list after a heading: "Monday: bread order, cake order, bank"."""
    commas = [at for at in part.places if sheet.low_at(at) == ","]
    if part.joint != "colon" or len(commas) < 2:
        return None
    closing = _closing_for_all(sheet, range(commas[-1] + 1, part.places.stop))
    bounds = [part.places.start, *(at + 1 for at in commas), *closing, part.places.stop]
    entries = [range(start, stop) for start, stop in pairwise(bounds)]
    contents = [sheet.content(entry) for entry in (entries[:-1] if closing else entries)]
    if not all(1 <= len(content) <= 4 for content in contents):
        return None
    if any(is_verb_head(sheet, content[0]) for content in contents):
        return None
    return [Part(entry, "colon" if number == 0 else "comma") for number, entry in enumerate(entries)]


def _closing_for_all(sheet: Sheet, last: range) -> list[int]:
    """Where the last entry goes over to what holds for all: "..., a call — all tomorrow", «— всё до пятницы»."""
    words = [at for at in last if sheet.low_at(at) in {"все", "оба", "обе", "all", "both", "everything"}]
    if not words or words[0] == last.start or sheet.content(range(words[0] + 1, last.stop)):
        return []
    sheet.mark([at for at in range(last.start, words[0]) if sheet.low_at(at) in {"—", "–", "-"}], "glue")
    return words[:1]


def _is_spoken_list(sheet: Sheet, people: dict[int, MemberHit]) -> bool:
    """A list told without commas: an "and" or "then" before a verb somewhere, or an announced number of things."""
    if sheet.language == "ru" or "heading" in sheet.labels:
        return True
    if "," in sheet.low:
        return False
    joined = [_past_noise(sheet, at + 1) for at in range(1, len(sheet)) if sheet.low_at(at) in AND | THEN]
    doing = [
        hit
        for hit in people.values()
        if hit.how in {"name", "nickname", "short"} and acts(sheet, hit.last + 1)
    ]
    return bool(doing) or any(starts_clause(sheet, at, people, loose=True) for at in joined)


def _past_noise(sheet: Sheet, at: int) -> int:
    while at < len(sheet) and sheet.labels[at] == "noise":
        at += 1
    return at


def _cut(sheet: Sheet, part: Part, people: dict[int, MemberHit], *, listing: bool, entry: bool) -> list[Part]:
    """The clauses of a part; an entry of a written list is not cut at its commas."""
    cuts: list[tuple[int, Joint]] = [(part.places.start, part.joint)]
    depth, at = 0, part.places.start
    quoted = _quoted(sheet, part.places)
    while at < part.places.stop:
        text = sheet.tokens[at].text
        depth = max(0, depth + (text in {"(", "["}) - (text in {")", "]"}))
        since = cuts[-1][0]
        open_here = depth == 0 and at > since and at not in quoted and not _begins_new_title(sheet, since, at)
        if open_here and sheet.labels[at] not in {"dropped", "time"}:
            found = joint_at(Scan(sheet, people, listing, since, part.places.stop), at)
            if found and not (entry and found[0] == "comma" and sheet.low_at(at) == ","):
                sheet.mark(range(at, found[1]), "glue")
                cuts.append((found[1], found[0]))
                at = found[1]
        at += 1
    stops = [start for start, _ in cuts[1:]] + [part.places.stop]
    ends = zip(cuts, stops, strict=True)
    return [Part(range(start, stop), joint) for (start, joint), stop in ends if start < stop]


def _begins_new_title(sheet: Sheet, since: int, at: int) -> bool:
    """Whether a clause that renames a task goes on with its new name: «переименуй отвезти стол в | продать стол»."""
    renames = RENAME_VERB.fullmatch(sheet.low_at(since)) is not None
    return renames and sheet.low_at(at - 1) in {"в", "на", "как", "to", "as", "into"}


def _quoted(sheet: Sheet, places: range) -> set[int]:
    """The positions inside quoting marks: what is quoted is one thing."""
    inside: set[int] = set()
    opened: int | None = None
    for at in places:
        text = sheet.tokens[at].text
        if opened is None and text in _QUOTES:
            opened = at
        elif opened is not None and text == _QUOTES[sheet.tokens[opened].text]:
            inside.update(range(opened + 1, at + 1))
            opened = None
    return inside


_QUOTES = {"«": "»", '"': '"', "'": "'"}
