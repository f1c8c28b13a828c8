"""Where a heading ends: the colon after a day, a person, a project or an announced list."""

from worker.understanding.rules.heads import is_verb_head
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
        return [part]
    left, right = range(part.places.start, colon + 1), range(colon + 1, part.places.stop)
    if not right:
        return [part]
    content = [at for at in sheet.content(left) if at not in known and sheet.low_at(at) not in _DULL]
    opens = bool(content) and is_verb_head(sheet, content[0])
    many = _entries(sheet, right) >= 2
    if not content or (many and len(content) <= 4 and not opens):
        return [Part(left, part.joint), *_cut(sheet, Part(right, "colon"), known, listed=listed)]
    return [part]


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
    return 1 + sum(1 for at in places if sheet.low_at(at) in {",", ";"})
