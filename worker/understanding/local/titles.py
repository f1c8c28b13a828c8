"""A task's title from the words that are left: short, in the speaker's language, ready to be read by a person."""

import re

from worker.understanding.bounded_pattern import bounded
from worker.understanding.dates import Language
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.clause_starts import is_finite, is_infinitive, is_order
from worker.understanding.local.message_tokens import lowered
from worker.understanding.local.morphology import has_form, infinitive, is_cyrillic
from worker.understanding.local.phrases import phrases
from worker.understanding.local.verb_forms import base_of_gerund, base_of_third_person, wanted_done
from worker.understanding.local.words.word_table import listed

MAX_TITLE = 110
_READ_OF_TITLE = 600  # characters a title is made of; what comes after them would be cut away
_EDGES = " \t\n,.;:!?…—–-•*·|/\\=+~>"
# A ">" at the end is the writer's own ("<ann@firm.com>", "Home > Settings >"), but for an arrow that leads nowhere.
_ENDS = bounded(r"(?:[-–—=]>|[\s,.;:!?…—–•*·|/\\=+~-])+$")
_LEAD = bounded(
    r"^(?:(?:no|нет|ой)(?=,)|or|или|the|a|an|and|then|also|plus|afterwards|so|but|oh|that|to|is|are|на(?=\s*[:,—–-])|и|а|но|ну|еще|ещё|потом|затем|также|плюс|чтобы|что|там|бы|же|вот|так|то|there'?s|it'?s|its|first|firstly|second(?:ly)?(?=,)|third(?:ly)?(?=,)|во-первых|во-вторых|в-третьих|i(?= do\b))(?=[\s,:—–]|-\s)[\s,:—–-]*",
    re.IGNORECASE,
)
_TAIL = bounded(
    r"[\s,;:—–-]+(?:and|or|then|also|(?:and )?remind (?:her|him|them|me|us)|the|a|an|it'?s|that'?s|(?:that|it|this|which)(?:'?ll| will)|(?:(?:before|by|until) )?that|so|but|due|deadline|should be|will be|и|а не|не|not|but not|and not|а|но|или|в|во|на|к|ко|до|с|со|по|за|от|у|о|об|надо|нужно|дедлайн|срок|начало|давай(?:те)?|тогда|лучше|это|бы|еще|ещё|перв(?:ая|ый|ое)|займет|займёт|часа|время|мне|нам|потом|затем|который|чтобы|что)$",
    re.IGNORECASE,
)
# Left behind by what was taken out after them; at the end of what was said they are its own: "turn the heating on".
_HANGING_TAIL = bounded(
    r"[\s,;:—–-]+(?:by|for|on|at|to|in|of|with|from|until|(?<!\bthe )(?<!\bour )(?<!\bmy )till|before|around|about|is|are)$",
    re.IGNORECASE,
)
_STATE_TAIL = bounded(r"[\s,;:—–-]+(?:is|are)$", re.IGNORECASE)
_EMPTY_BRACKETS = bounded(r"[(\[]\s*[,;.:—–-]*\s*[)\]]|«\s*»|\"\s*\"")
_TIGHT = bounded(r"\s+([,.;:!?)\]»…])")
_OPEN = bounded(r"([(\[«])\s+")
_MARKS = bounded(r"(?:\s*[,;:—–]\s*){2,}")


def kept_text(sheet: Sheet, places: list[int]) -> str:
    """The source text of these tokens, a gap where something between them was taken out."""
    pieces: list[str] = []
    last: int | None = None
    for at in places:
        token = sheet.tokens[at]
        if last is not None and (at != last + 1 or sheet.tokens[last].end < token.start):
            pieces.append(" ")
        pieces.append(token.text)
        last = at
    return "".join(pieces)


_ADDED = listed("add put добавь добавить закинь внеси запиши")
_INTO = listed("to in on for under into в во к для на")


def without_destination(sheet: Sheet, places: list[int]) -> list[int]:
    """ "add X to the bakery": neither the adding nor the business it is added to is part of the title."""
    worded = [at for at in places if sheet.tokens[at].kind != "mark"]
    if len(worded) < 4 or sheet.low_at(worded[0]) not in _ADDED or worded[-1] not in sheet.known:
        return places
    start = next((at for at in reversed(worded) if at not in sheet.known), worded[0])
    while start > worded[0] and sheet.low_at(start) in {"the", "our"}:
        start -= 1
    if sheet.low_at(start) not in _INTO:
        return places
    return [at for at in places if worded[0] < at < start]


def make_title(sheet: Sheet, places: list[int], *, finite: bool = False) -> str:
    """A clean title from the tokens at `places`, "" when nothing is left. `finite` says that a Russian verb in it
    is to be put in the infinitive («пусть Дима починит»)."""
    told = kept_text(sheet, without_destination(sheet, places))[:_READ_OF_TITLE]
    text = clean(told, sheet.language, hanging=_what_hangs(sheet, places))
    if sheet.language == "ru":
        text = _russian_verb(text, finite=finite)
    else:
        text = wanted_done(_english_verb(text) if finite else text)
    text = _shortened(_FOR_ALONE.sub("", text))
    return text if text.startswith(("http://", "https://", "www.")) else text[:1].upper() + text[1:]


# "half an hour for emails": once the time is taken out, the thing alone is left.
_FOR_ALONE = bounded(r"^for (?=(?:\S+ ?){1,3}$)", re.IGNORECASE)


# The first words of times that lack no preposition before them.
_WHOLE_TIMES = listed("""by on at in for until till before after from since due every each all today tomorrow tonight this next within
    around about no not weekly daily monthly""")


def _what_hangs(sheet: Sheet, places: list[int]) -> re.Pattern[str] | None:
    """The words that belong to something taken out right after these tokens, when they end with them; None when
    nothing was taken out there."""
    last = next((at for at in reversed(places) if sheet.tokens[at].kind != "mark"), None)
    label = sheet.labels[last + 1] if last is not None and last + 1 < len(sheet) else None
    if last is None or label in {None, "glue"}:
        return None
    whole = label == "time" and sheet.low_at(last + 1) in _WHOLE_TIMES
    return _STATE_TAIL if whole else _HANGING_TAIL


def clean(text: str, language: Language, *, hanging: re.Pattern[str] | None = None) -> str:
    """The text without requests, openers, joints and loose marks at its edges; `hanging` finds what else goes at the
    end."""
    table = phrases(language)
    before = None
    while before != text:
        before = text
        text = _EMPTY_BRACKETS.sub(" ", text)
        text = _TIGHT.sub(r"\1", _OPEN.sub(r"\1", text))
        text = _MARKS.sub(", ", text)
        text = _ENDS.sub("", re.sub(r"\s{2,}", " ", text).lstrip(_EDGES))
        text = _unquoted(_unbracketed(text))
        for pattern in (table.openers, table.asking, table.need):
            match = pattern.match(lowered(text))
            if match and match.end() < len(text):
                text = text[match.end() :].lstrip(_EDGES)
        text = _without_remark(_LEAD.sub("", text), language)
        text = _TAIL.sub("", text)
        text = hanging.sub("", text) if hanging else text
    return text


_REMARK_EN = bounded(
    r",?\s+or (?:else\b|there'?s\b|they'?ll\b|we'?ll\b|it'?ll\b|i'?ll\b|he'?ll\b|she'?ll\b).*$|,\s*(?:ran|went|fell|broke|gave|blew|came|was|were|had|been|been out|all gone)\b.*$|(?:,\s*|\s+(?=(?:he|she|they|we|it|i)(?:'s|'re|'m|'ll|'ve)\b)|\s+(?=because\b|cause\b|cos\b))(?:(?:because|cause|cos|since|as|but|and|so)\s+)?"
    r"(?:(?:he|she|they|it|we|i|this|that|there|his|her|their|who|which|(?:they|we)(?:re|ve)|(?:he|she|that|there)s|im)\b|(?:the\s+)?[\w'-]+(?:\s+[\w'-]+)?\s+(?:is|are|was|were|has|wants|says|said|keeps|needs)\b|(?:the\s+)?[\w-]+'s\s+(?:been|gone|got|run)\b|because\b|cause\b|cos\b|the\s+[\w-]+'s\s+\w+ing\b).*$",
    re.IGNORECASE,
)
_BECAUSE_RU = bounded(r"[,\s]+(?:потому что|так как|поскольку|а то|ведь|иначе)\s.*$", re.IGNORECASE)


def _without_remark(text: str, language: Language) -> str:
    """The text without what is told after the task as its reason: "..., he's away till then", «..., заказчик ждёт»."""
    if language == "en":
        cut = _REMARK_EN.sub("", text)
        return cut if len(cut.split()) >= 2 else text
    text = _BECAUSE_RU.sub("", text) or text
    head, comma, tail = text.rpartition(", ")
    told = [word for word in lowered(tail).split() if is_finite(word.strip(_EDGES))]
    acts = any(is_infinitive(word.strip(_EDGES)) for word in lowered(tail).split())
    does = any(
        is_infinitive(word.strip(_EDGES)) or is_order(word.strip(_EDGES)) for word in lowered(head).split()
    )
    asked = _CONTENT_CLAUSE.match(lowered(tail)) or "ли" in lowered(tail).split() or len(head.split()) == 1
    return head if comma and told and not acts and does and not asked else text


# What a task is about, or how it is to be done, rather than why: "сказать, что ...", "заказать муку, пусть привезёт".
_CONTENT_CLAUSE = re.compile(
    r"(?:пусть|пускай|только|что|чтобы?|как|когда|кто|где|куда|почему|сколько|какой|какая|какие)\b"
)


def _unquoted(text: str) -> str:
    """The text without quotes that hold all of it."""
    pairs = {'"': '"', "«": "»", "'": "'"}
    whole = len(text) > 2 and pairs.get(text[0]) == text[-1] and text[-1] not in text[1:-1]
    return text[1:-1] if whole else text


def _unbracketed(text: str) -> str:
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ").strip()
    return text[1:-1] if text.startswith("(") and text.endswith(")") and text.count("(") == 1 else text


def _russian_verb(text: str, *, finite: bool) -> str:
    """The verb of the task in the infinitive, and in front when it closed the sentence."""
    text = _called_upon(text)
    words = text.split(" ")
    bare = [lowered(word).strip(_EDGES + '«»"()') for word in words]
    for at, word in enumerate(bare):
        wanted = (is_order(word) and at in {0, len(bare) - 1}) or (
            finite and (is_finite(word) or is_order(word))
        )
        # «я не успеваю» tells of the speaker and stays as it is said.
        own = bare[at - 1 : at] == ["не"] and has_form(word, "VERB", "1per")
        if wanted and not own and is_cyrillic(word) and not is_infinitive(word):
            base = infinitive(word)
            if base:
                words[at] = words[at].lower().replace("ё", "е").replace(word, base)
                bare[at] = base
                _go_on(words, bare, at + 1)
                break
    words, bare = _need_resolved(words, bare)
    verbs = [at for at, word in enumerate(bare) if is_infinitive(word)]
    # What is not to be done keeps its "not": «не звонить клиенту» is no «звонить не клиенту».
    if verbs and 0 < verbs[0] <= _FRONT and bare[verbs[0] - 1] != "не":
        words = _verb_first(words, bare, verbs[0])
    return " ".join(word for word in words if word)


def _go_on(words: list[str], bare: list[str], at: int) -> None:
    """A further order right after the first, or after "и", in the infinitive as well: «съездить, глянуть», «восстановить и
    сменить пароль»."""
    at += bare[at : at + 1] == ["и"]
    base = infinitive(bare[at]) if at < len(bare) and is_order(bare[at]) and is_cyrillic(bare[at]) else None
    if base:
        words[at] = words[at].lower().replace("ё", "е").replace(bare[at], base)
        bare[at] = base


def _called_upon(text: str) -> str:
    """«Дима: починить ...» for «пусть Дима починит ...» and «Дима должен починить ...», said of one who is no member."""
    words = _let_first(text.split(" "))
    let = lowered(words[0]) in {"пусть", "пускай"}
    told = words[1:] if let else words
    for size in (1, 2):
        who, deed = told[:size], told[size:]
        if not deed or not all(has_form(lowered(word), "NOUN", "nomn") for word in who):
            return text
        owes = lowered(deed[0]) in {"должен", "должна", "должны"}
        verb = lowered((deed[1:] if owes else deed)[0]) if len(deed) > owes else ""
        if is_infinitive(verb) if owes else let and is_finite(verb):
            name = who[0][:1].upper() + " ".join(who)[1:]
            return " ".join([f"{name}:", infinitive(verb) or verb, *deed[1 + owes :]])
    return text


def _let_first(words: list[str]) -> list[str]:
    """«курьер пусть завезёт бумагу» as «пусть курьер завезёт бумагу»."""
    at = next((number for number, word in enumerate(words[:4]) if lowered(word) in {"пусть", "пускай"}), 0)
    return [words[at], *words[:at], *words[at + 1 :]]


_FRONT = 4  # words before the verb that are still its object, not a sentence of their own
_PREPOSITIONS = {"по", "для", "на", "в", "во", "к", "у", "из", "с", "со", "от", "о", "об", "про", "за"}


def _verb_first(words: list[str], bare: list[str], verb: int) -> list[str]:
    """«Полку в холле покрасить» becomes «покрасить полку в холле»; what opens with a preposition goes last."""
    front = [_decapitalised(words[0]), *words[1:verb]]
    if any(word.rstrip()[-1:] in {":", ",", "—"} for word in front) or any(
        is_finite(word) for word in bare[:verb]
    ):
        return words
    rest = words[verb + 1 :]
    closed = words[verb].rstrip(_EDGES)
    if closed != words[verb]:
        return [closed, *front[:-1], front[-1] + ",", *rest] if rest else [closed, *front]
    return [words[verb], *rest, *front] if bare[0] in _PREPOSITIONS else [words[verb], *front, *rest]


def _need_resolved(words: list[str], bare: list[str]) -> tuple[list[str], list[str]]:
    """«По складу надо заказать стеллажи» becomes «заказать стеллажи по складу»; what tells of others stays behind a colon."""
    need = next(
        (at for at, word in enumerate(bare) if word in {"надо", "нужно"} and 0 < at < len(bare) - 1), None
    )
    if need is None or not any(is_infinitive(word) for word in bare[need + 1 : need + 3]):
        return words, bare
    front, rest = words[:need], words[need + 1 :]
    if any(is_finite(word) for word in bare[:need]):
        rest = [*rest[:-1], rest[-1].rstrip(_EDGES) + ":"]
    words = [*rest, _decapitalised(front[0]), *front[1:]]
    return words, [lowered(word).strip(_EDGES + '«»"()') for word in words]


def _decapitalised(word: str) -> str:
    """The word as it stands inside a sentence; abbreviations keep their capitals."""
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]


def _english_verb(text: str) -> str:
    """The text with its first word as a plain verb, when that is a form of one ("cleans", "cleaning")."""
    first, _, rest = text.partition(" ")
    base = base_of_gerund(first.lower()) or base_of_third_person(first.lower())
    return f"{base} {rest}".strip() if base else text


def _shortened(text: str) -> str:
    if len(text) <= MAX_TITLE:
        return text
    cut = text[:MAX_TITLE].rsplit(" ", 1)[0]
    return cut.rstrip(_EDGES) or text[:MAX_TITLE]
