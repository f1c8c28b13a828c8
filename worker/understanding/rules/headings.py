"""Where a heading ends: the colon after a day, a person, a project or an announced list."""

from itertools import pairwise

from worker.understanding.rules.heads import is_infinitive, is_verb_head
from worker.understanding.rules.morphology import has_form
from worker.understanding.rules.sections import Part
from worker.understanding.rules.sheet import Sheet
from worker.understanding.rules.words.listing import listed

_DULL = listed("""for the a an of to on in at by about with and is are this one my our it's that's it stuff things list tasks next up some more another from regarding re also then
    на по для к ко в у с и а от до это мне нам все всё список дела задачи план ещё еще также потом это мне по-прежнему теперь насчет далее""")


def cut_headings(sheet: Sheet, parts: list[Part], known: set[int], people: set[int]) -> list[Part]:
    """Each part that opens with a heading and a colon (or a person and a dash), cut after it."""
    cut: list[Part] = []
    for number, part in enumerate(parts):
        following = parts[number + 1].joint if number + 1 < len(parts) else "start"
        cut.extend(_cut(sheet, part, known | people, listed=following == "item"))
    return cut


def _cut(sheet: Sheet, part: Part, known: set[int], *, listed: bool) -> list[Part]:
    colon = _colon(sheet, part.places)
    if colon is None:
        return _cut_spoken(sheet, part)
    left, right = range(part.places.start, colon + 1), range(colon + 1, part.places.stop)
    if not right:
        return [part]
    content = [at for at in sheet.content(left) if at not in known and sheet.low_at(at) not in _DULL]
    opens = bool(content) and is_verb_head(sheet, content[0])
    many = _entries(sheet, right) >= 2
    if not content or (many and len(content) <= 4 and not opens):
        return [Part(left, part.joint), *_cut(sheet, Part(right, "colon"), known, listed=listed)]
    return [part]


def _cut_spoken(sheet: Sheet, part: Part) -> list[Part]:
    """A lead-in spoken before a list: «осенний набор распечатать листовки и обзвонить родителей»."""
    content = sheet.content(part.places)
    verbs = [at for at in content if is_infinitive(sheet.low_at(at))]
    if sheet.language != "ru" or len(verbs) < 2 or not 1 <= content.index(verbs[0]) <= 3:
        return [part]
    front = content[: content.index(verbs[0])]
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


def _colon(sheet: Sheet, places: range) -> int | None:
    """The first colon outside brackets and times."""
    depth = 0
    for at in places:
        text = sheet.tokens[at].text
        depth += (text == "(") - (text == ")")
        if text == ":" and depth <= 0 and sheet.labels[at] is None:
            return at
    return None


def _entries(sheet: Sheet, places: range) -> int:
    """How many stretches between commas say something besides times and reminders."""
    bounds = [places.start, *(at for at in places if sheet.low_at(at) in {",", ";"}), places.stop]
    return sum(1 for start, stop in pairwise(bounds) if sheet.content(range(start, stop)))
