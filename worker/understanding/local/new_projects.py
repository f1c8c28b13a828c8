"""New projects: the one kind of folder a message may ask for by name."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.context import Context
from worker.understanding.intents import CreateProject
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.business_names import find_businesses, name_words
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.morphology import akin
from worker.understanding.local.words.word_table import listed

_PROJECT = bounded(
    r"""(?P<head>(?:create|start|add|make|open|set\s+up|new|need|begin|launch)\b(?:\s+(?:a|an|the|another|new|us|me|up|separate))*\s+project(?P<named>\s+(?:called|named|titled|for)|\s*[:—–-])?\s*
    |(?:(?:заведи|создай|открой|добавь|сделай|запусти|начни|оформи|создать|завести|добавить)(?:те)?(?:[\s,]+(?:мне|нам|пожалуйста|плиз|еще|один))*(?:[\s,]+нов(?:ый|ого))?|нов(?:ый|ого)|нужен(?:\s+новый)?)[\s,]+проект(?P<named_ru>\s+(?:под\s+названием|с\s+названием|по\s+имени|с\s+именем)|\s*[:—–-])?\s*)""",
    re.VERBOSE,
)
_MAKING_RU = r"(?:заведи|создай|открой|добавь|сделай|запусти|начни|оформи|создать|завести|добавить|открыть|сделать|запустить|нужен|нужно|хочу|давай|заведем|создадим|откроем|запускаем|открываем)(?:те)?"
_ANNOUNCED = re.compile(
    rf"(?<!\w){_MAKING_RU}(?!\w).{{0,40}}(?<!\w)проект(?!\w)|(?<!\w)(?:новый|отдельный|еще один) проект(?!\w)"
)
# What comes before the name when it follows in a clause of its own: «..., назови «Доставка»».
NAMING = re.compile(
    r"(?<!\w)(?:(?:назови|назовите|назовем|назвать|обзови|название|названием|имя|именуй|именем)(?:\s+(?:его|пусть|будет|так))*|(?:пусть|будет)\s+(?:называется|называться|зовется|будет)|называется|зовется)(?!\w)\s*[:—–-]?\s*"
)
_NAME_END = bounded(
    r"[,;.!?\n]|\s+(?:under|in|at|within|inside|for|to|on)\s+(?=\S)|\s+(?:в|во|для|под|по|к|у|на|внутри)\s+(?=\S)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[«\"'](?P<name>[^»\"\n]{1,100})[»\"']")
_NOT_A_PROJECT = listed(
    "plan budget report manager meeting proposal timeline brief schedule documentation review"
)


def project_of(sheet: Sheet, places: range, context: Context) -> CreateProject | None:
    """The new project a clause asks for by name, None when it asks for something else."""
    start, end = sheet.tokens[places[0]].start, sheet.tokens[places[-1]].end
    if announced := _announced(sheet, start, end, context):
        return announced
    match = _PROJECT.search(sheet.low, start, end)
    if not match or match.start() - start > 40:
        return None
    rest = sheet.text[match.end() : end]
    quoted = _QUOTED.match(rest.strip())
    if quoted:
        name, tail = quoted["name"], rest.strip()[quoted.end() :]
    else:
        name, tail = _after_owner(rest, context) or _unquoted_name(rest, context)
    named = match["named"] or match["named_ru"] or (quoted[0] if quoted else None)
    if not name or (not named and name.split()[0].lower() in _NOT_A_PROJECT):
        return None
    owners = find_businesses([(at, t) for at, t in enumerate(Sheet(tail, sheet.language).tokens)], context)
    business = owners[0].name if owners else _akin_business(tail, context) or _only_business(context)
    if named and named.strip() == "for":
        name = re.sub(r"^(?:the|a|an|our)\s+", "", name, flags=re.IGNORECASE)
    return CreateProject(name=_titled(name)[:120], business=business)


def announces_project(low: str) -> bool:
    """Whether lowered Russian text asks for a new project, whatever its name."""
    return _ANNOUNCED.search(low) is not None


def _announced(sheet: Sheet, start: int, end: int, context: Context) -> CreateProject | None:
    """A project asked for first and named after: «нужен отдельный проект в кофейне, назови «Доставка»»."""
    low = sheet.low[start:end]
    asked, naming = _ANNOUNCED.search(low), NAMING.search(low)
    rest = sheet.text[start + asked.end() : end].strip() if asked else ""
    if asked and asked.start() <= 40 and (quoted := _QUOTED.match(rest)):
        return _owned(quoted["name"], f"{asked[0]} {rest[quoted.end() :]}", sheet, context)
    if not asked or not naming or naming.start() < asked.end() or asked.start() > 40:
        return None
    told = sheet.text[start + naming.end() : end].strip()
    quoted = _QUOTED.match(told)
    name = quoted["name"] if quoted else told.strip(" .!?«»\"':—–-")
    between = sheet.text[start + asked.end() : start + naming.start()]
    return _owned(name, between, sheet, context)


def _owned(name: str, around: str, sheet: Sheet, context: Context) -> CreateProject | None:
    """The project of this name and the business the words around it name."""
    owners = find_businesses(list(enumerate(Sheet(around, sheet.language).tokens)), context)
    business = owners[0].name if owners else _akin_business(around, context) or _only_business(context)
    return CreateProject(name=_titled(name)[:120], business=business) if name else None


def _after_owner(rest: str, context: Context) -> tuple[str, str] | None:
    """The name after its business and a dash or colon: "under the press: Sea poems", «у гостевого дома — Веранда»."""
    found = re.match(
        r"(?P<owner>[^:—–]{2,60}?)\s*(?:[:—–]|\s-|,?\s(?:called|named|titled|под названием|с названием)\s)\s*(?P<name>\S.*)$",
        rest.strip(),
    )
    if not found:
        return None
    tokens = list(enumerate(Sheet(found["owner"], "en").tokens))
    if not find_businesses(tokens, context):
        return None
    return found["name"].strip(" .!?«»\"'"), found["owner"]


def _unquoted_name(rest: str, context: Context) -> tuple[str, str]:
    for cut in _NAME_END.finditer(rest):
        tail = rest[cut.start() :]
        ends = rest[cut.start()] in ",;.!?\n"
        tokens = list(enumerate(Sheet(tail, "en").tokens[:6]))
        if ends or any(hit.places[0] <= 2 for hit in find_businesses(tokens, context)):
            return rest[: cut.start()].strip(" «»\"':—–-"), tail
    return rest.strip(" .!?«»\"':—–-"), ""


def _akin_business(tail: str, context: Context) -> str | None:
    """The one business a related word names: «..., мебельный» for «Мебель у моря»."""
    words = [token.low for token in tokenise(tail) if token.is_word and len(token.low) > 4]
    named = [
        business.name
        for business in context.businesses
        if any(akin(word, part.low) >= 0.8 for word in words for part in name_words(business.name))
    ]
    return named[0] if len(named) == 1 else None


def _titled(name: str) -> str:
    return name[:1].upper() + name[1:]


def _only_business(context: Context) -> str | None:
    return context.businesses[0].name if len(context.businesses) == 1 else None
