"""Where a heading ends: the colon after a day, a person, a project or an announced list."""

from itertools import pairwise

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_infinitive, is_verb_head, starts_clause
from worker.understanding.local.members import MemberHit
from worker.understanding.local.morphology import has_form
from worker.understanding.local.phrases import phrases
from worker.understanding.local.sections import Part
from worker.understanding.local.words.edit_words import EDIT_WORDS
from worker.understanding.local.words.word_table import listed

_DULL = listed("""both all everything each обе оба всё все каждое do done finish complete sort сделать успеть закончить выполнить for the a an of to on in at by about with and is are this one my our it's that's it job jobs turn part mine моя мои с меня stuff things list tasks next up some more another from regarding re also then
    на по для к ко в у с и а от до это мне нам все всё список дела задачи план ещё еще также потом это мне по-прежнему теперь насчет далее""")


def cut_headings(
    sheet: Sheet, parts: list[Part], known: set[int], people: dict[int, MemberHit]
) -> list[Part]:
    """Each part that opens with a heading and a colon (or a person and a dash), cut after it."""
    cut: list[Part] = []
    named = known | {at for hit in people.values() for at in range(hit.first, hit.last + 1)}
    for number, part in enumerate(parts):
        following = parts[number + 1].joint if number + 1 < len(parts) else "start"
        found = _cut(sheet, part, named, listed=following == "item")
        if found == [part] and sheet.language == "en":
            found = _cut_named(sheet, part, known, people)
        cut.extend(found)
    return cut


def _cut(sheet: Sheet, part: Part, known: set[int], *, listed: bool) -> list[Part]:
    colon = _colon(sheet, part.places)
    if colon is None:
        colon = _dash_after_name(sheet, part.places)
    if colon is None:
        return _cut_spoken(sheet, part, known - sheet.known)
    left, right = range(part.places.start, colon + 1), range(colon + 1, part.places.stop)
    if not right:
        return [part]
    content = [at for at in sheet.content(left) if at not in known and sheet.low_at(at) not in _DULL]
    opens = bool(content) and is_verb_head(sheet, content[0])
    many = _entries(sheet, right) >= 2
    first = next((sheet.low_at(at) for at in sheet.content(right)), "")
    pointed = (
        not opens
        and first not in EDIT_WORDS
        and len(content) <= 4
        and any(sheet.low_at(at) in _POINTS for at in right)
    )
    if not content or pointed or (many and len(content) <= 4 and not opens):
        return [Part(left, part.joint), *_cut(sheet, Part(right, "colon"), known, listed=listed)]
    return [part]


def _cut_named(sheet: Sheet, part: Part, known: set[int], people: dict[int, MemberHit]) -> list[Part]:
    """A name that leads in a list or a task: "for the wharf taproom Ben orders stools and i call the bank"."""
    if announced := _cut_announced(sheet, part, people):
        return announced
    content = sheet.content(part.places)
    while content and phrases("en").openers.fullmatch(sheet.low_at(content[0])):
        content = content[1:]
    if len(content) < 3 or sheet.low_at(content[0]) not in _FOR:
        return [part]
    at = content[0] + 1
    while sheet.low_at(at) in {"the", "our", "my"}:
        at += 1
    end = at
    while end < part.places.stop and end in known:
        end += 1
    while sheet.low_at(end) in {",", "project", "job", "side", "business"}:
        end += 1
    if end == at or end >= part.places.stop or not starts_clause(sheet, end, people, loose=True):
        return [part]
    sheet.mark(range(part.places.start, end), "heading")
    return [Part(range(part.places.start, end), part.joint), Part(range(end, part.places.stop), "colon")]


def _cut_announced(sheet: Sheet, part: Part, people: dict[int, MemberHit]) -> list[Part]:
    """A list announced for a member, cut after it: "three things for Kim tomorrow wash the van and ..."; else empty."""
    said = [at for at in part.places if sheet.labels[at] != "time" and sheet.tokens[at].is_word]
    first = next((number for number, at in enumerate(said) if sheet.labels[at] != "heading"), 0)
    hit = people.get(said[first + 1]) if first and len(said) > first + 1 else None
    if hit is None or sheet.low_at(said[first]) != "for":
        return []
    end = hit.last + 1
    while end < part.places.stop and (sheet.labels[end] == "time" or sheet.tokens[end].kind == "mark"):
        end += 1
    apart = end > hit.last + 1 or starts_clause(sheet, end, people, loose=True)
    if end >= part.places.stop or not apart:
        return []
    return [Part(range(part.places.start, end), part.joint), Part(range(end, part.places.stop), "colon")]


_FOR = listed("for on at with re regarding concerning in about")


def _cut_spoken(sheet: Sheet, part: Part, people: set[int]) -> list[Part]:
    """A lead-in spoken before a list: «осенний набор распечатать листовки и обзвонить родителей»; a member called is none."""
    content = sheet.content(part.places)
    verbs = [at for at in content if is_infinitive(sheet.low_at(at))]
    if sheet.language != "ru" or len(verbs) < 2 or not 1 <= content.index(verbs[0]) <= 3:
        return [part]
    front = content[: content.index(verbs[0])]
    if people.issuperset(front):
        return [part]
    names = all(has_form(sheet.low_at(at), "NOUN") or has_form(sheet.low_at(at), "ADJF") for at in front)
    own = _has_object(sheet, verbs[0])
    nominative = has_form(sheet.low_at(front[-1]), "NOUN", "nomn")
    if not (names and own and nominative) or any(sheet.labels[at] for at in range(front[0], verbs[0])):
        return [part]
    sheet.mark(front, "heading")
    return [
        Part(range(part.places.start, verbs[0]), part.joint),
        Part(range(verbs[0], part.places.stop), "colon"),
    ]


def _has_object(sheet: Sheet, verb: int) -> bool:
    """Whether an object follows the infinitive, so that what stands before it is none."""
    following = sheet.low_at(verb + 1)
    return has_form(following, "NOUN", "accs") or has_form(following, "ADJF", "accs")


def _dash_after_name(sheet: Sheet, places: range) -> int | None:
    """The spaced dash after nothing but a business or project, before a list or a verb: "Garden house - Kim digs, Lee paints",
    «Зерно — заказать молоко»."""
    for at in places:
        spaced = sheet.tokens[at].text in {"-", "–", "—"} and at > places.start and sheet.labels[at] is None
        if spaced and sheet.tokens[at - 1].end < sheet.tokens[at].start:
            left = sheet.content(range(places.start, at))
            named = bool(left) and all(place in sheet.known for place in left)
            listed = _entries(sheet, range(at + 1, places.stop)) >= 2 or is_verb_head(sheet, at + 1)
            return at if named and listed else None
    return None


def _colon(sheet: Sheet, places: range) -> int | None:
    """The first colon outside brackets and times."""
    depth = 0
    for at in places:
        text = sheet.tokens[at].text
        depth += (text == "(") - (text == ")")
        if text == ":" and depth <= 0 and sheet.labels[at] is None:
            return at
    return None


_POINTS = {"it", "them", "его", "ее", "их"}


def _entries(sheet: Sheet, places: range) -> int:
    """How many stretches between commas say something besides times and reminders."""
    bounds = [places.start, *(at for at in places if sheet.low_at(at) in {",", ";"}), places.stop]
    return sum(1 for start, stop in pairwise(bounds) if sheet.content(range(start, stop)))
