"""What a task only points to ("fix it", "order 50 kg"): the thing named in the sentences before it."""

import re
from dataclasses import dataclass
from itertools import pairwise

from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.background_times import BEFALLS, ONLY_PAST, tells_of
from worker.understanding.local.clause_starts import is_verb_head
from worker.understanding.local.completions import is_past
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.morphology import Form, forms, has_form, likeliest
from worker.understanding.local.phrases import phrases
from worker.understanding.local.reported_speech import what_is_said
from worker.understanding.local.verb_forms import base_of_gerund
from worker.understanding.local.words.english_verbs import PLAIN, VERBS
from worker.understanding.local.words.word_table import listed

_UNITS = listed("""bottles bottle cans packets rolls бутылки бутылок банки банок рулонов штуки kg g t l ml pcs pieces boxes bags packs litres liters
    tons units кг г т л шт штук коробок мешков пачек литров тонн упаковок more some еще another again today tomorrow новый новую новое новые другой другую такой такую""")
_ONE_EN, _MANY_EN = listed("it its this that one"), listed("them these those their they")
_PLACE = listed("there туда там")
_HIS, _HERS, _THEIRS = (
    listed("его ему него нему нем"),
    listed("ее ей нее ней"),
    listed("их им ими них ним ними"),
)
_POINTERS = _ONE_EN | _MANY_EN | _PLACE | _HIS | _HERS | _THEIRS
_OPENS_THING = listed(
    "the a an my our his her their this that these those new old two three four five some another any no"
)
_BEFORE_THING = listed(
    "barely hardly only just almost nearly so and but well ok okay also hey oh ah um uh hi"
)
_ENDS_THING = listed("""to for of from at in on by with about into and or but is are was were has have had will won't would who which that can can't
    could should must does doesn't did didn't do don't isn't aren't again back up down out off over away we i you he she they it we've again not just
    arrive arrives land lands come leave leaves start starts open opens close closes end ends keeps keep went goes wants needs says said got came comes broke blew fell failed stopped left gone still always never already also even gets get
    finally yet want need so because""")
_JOINS_THING = {"of", "to", "for"}
_BEFORE_WANTED = listed("wants want needs need ordered sent brought found lost want")
_PREPOSITIONS = listed("to for of from at in on by with about into under over near")
_FORMS_OF_ADDRESS = {"mr", "mrs", "ms", "dr"}
_GENERAL = listed("""раз время день дело задача человек клиент клиентка заказчик утро вечер час минута неделя месяц год штука шт звонок сообщение
    вопрос проблема поставщик сегодня завтра вчера срок партия половина часть пара""")
_MEASURES = listed("""партия порция половина часть пара штука коробка ящик упаковка пачка мешок бутылка банка рулон комплект набор десяток сотня
    литр килограмм тонна метр раз""")
_GONE = (
    re.compile(r"\b(?:out of|low on|no more) (?:the )?([\w-]+)"),
    re.compile(r"\b(?:за)?кончил(?:ся|ась|ось|ись) ([\w-]+)"),
    bounded(r"\b([\w-]+) (?:за)?кончил(?:ся|ась|ось|ись)\b"),
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing named before: its words, whether it is many, and whether it only hangs on a preposition."""

    text: str
    many: bool
    hangs: bool
    form: Form | None = None


def with_antecedent(sheet: Sheet, title: str, talk: list[int]) -> str:
    """The title with what it only points to said in full ("fix it" after "the door is stuck": "fix the door")."""
    words = [token.low for token in tokenise(title) if token.kind != "mark"]
    talk = what_is_said(sheet, talk)
    if not talk or not points_back(words):
        return title
    gone = next((match[1] for pattern in _GONE if (match := pattern.search(_said(sheet, talk)))), None)
    if gone and not _POINTERS.intersection(words):
        return f"{title} ({gone})"
    found = _english(sheet, talk, words) if sheet.language == "en" else _russian(sheet, talk, words)
    if found is None or found.text.split()[-1].lower() in title.lower():
        return title
    pointed = re.search(r"\b(?:it|them)(?: all)?\b", title) if sheet.language == "en" else None
    if (at := pointed) and found.many == (at[0][0] == "t"):
        return f"{title[: at.start()]}{_with_article(found.text)}{title[at.end() :]}"
    return f"{title} ({found.text})"


def points_back(words: list[str]) -> bool:
    """Whether lowered words need something said before: a pronoun among them, or a verb without an object."""
    return (
        bool(_POINTERS.intersection(words))
        or _lacks_object(words)
        or _wants_more(words)
        or _takes_nothing(words)
    )


def _takes_nothing(words: list[str]) -> bool:
    """Whether a Russian verb that takes an object has none, only where or when («отвезти в ремонт»)."""
    if len(words) < 3 or not has_form(words[0], "INFN", "tran") or not has_form(words[1], "PREP"):
        return False
    return not any(has_form(word, "NOUN") for word in words[3:]) and words[0] not in _NEEDS_NONE


_NEEDS_NONE = listed(
    "написать звонить набрать играть петь учиться готовить ответить заплатить читать рассказать узнать спросить"
)


def _wants_more(words: list[str]) -> bool:
    """Whether lowered Russian words ask for more of something unnamed: «напечатать ещё пачку»."""
    nouns = [form.lemma for word in words if (form := likeliest(word)) and form.pos == "NOUN"]
    return "еще" in words and bool(nouns) and all(noun in _MEASURES for noun in nouns)


def _said(sheet: Sheet, talk: list[int]) -> str:
    return " ".join(sheet.low_at(at) for at in talk)


def _lacks_object(words: list[str]) -> bool:
    verbs = PLAIN if len(words) == 1 else VERBS
    verb = bool(words) and (words[0] in verbs or has_form(words[0], "INFN"))
    chained = len(words) > 1 and all(has_form(word, "INFN") or word == "и" for word in words[1:])
    joined = "and" in words and all(word in VERBS or word == "and" for word in words)
    return verb and (chained or joined or all(word in _UNITS or word[0].isdigit() for word in words[1:]))


def _with_article(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    named = (
        first.lower().rstrip(".") in _FORMS_OF_ADDRESS or first.endswith(("'s", "s'")) or first[0].isupper()
    )
    return text if named or first.lower() in _OPENS_THING else f"the {text}"


def _best(things: list[Thing]) -> Thing | None:
    """The last thing that stands on its own, else the last one at all."""
    free = [thing for thing in things if not thing.hangs]
    kept = free or things
    return kept[-1] if kept else None


def _english(sheet: Sheet, talk: list[int], words: list[str]) -> Thing | None:
    things = _things(sheet, talk)
    fitting = things
    if _MANY_EN.intersection(words):
        fitting = [thing for thing in things if thing.many]
    elif _ONE_EN.intersection(words):
        fitting = [thing for thing in things if not thing.many]
    # "the costume is not back, chase them": those who have it; what it is about is said beside.
    return _best(fitting or things)


def _things(sheet: Sheet, talk: list[int]) -> list[Thing]:
    """The noun phrases of the talk: from an article or the beginning to the next verb or preposition."""
    found: list[Thing] = []
    places = [at for at in talk if sheet.labels[at] not in {"time", "noise", "dropped", "glue"}]
    number = 0
    while number < len(places):
        at = places[number]
        owns = sheet.low_at(at).endswith(("'s", "s'")) and not base_of_gerund(sheet.low_at(at + 1))
        opens = sheet.low_at(at) in _OPENS_THING or owns or sheet.low_at(at - 1) in _BEFORE_WANTED
        first = number == 0 or sheet.tokens[places[number - 1]].kind == "mark"
        if first and (sheet.low_at(at) in _BEFORE_THING or sheet.tokens[at].kind == "mark"):
            del places[number]
            continue
        verb = sheet.low_at(at) in VERBS or is_verb_head(sheet, at) or base_of_gerund(sheet.low_at(at))
        if first and not opens and verb and len(places) > number + 1:
            number += 1
            continue
        if not (opens or first) or sheet.low_at(at) in _ENDS_THING:
            number += 1
            continue
        stop = _end_of_thing(sheet, places, number)
        text = " ".join(sheet.tokens[each].text for each in places[number:stop]).replace(" .", ".")
        if sheet.low_at(at) in _OPENS_THING and not sheet.low_at(at).isdigit():
            text = text.partition(" ")[2]
        if stop < len(places) and base_of_gerund(sheet.low_at(places[stop])):
            text = text.removesuffix("'s")
        if text:
            head = sheet.low_at(places[stop - 1])
            hangs = sheet.low_at(at - 1) in _PREPOSITIONS
            found.append(Thing(text + _hanging(sheet, places, stop), head.endswith("s"), hangs))
        number = max(stop, number + 1)
    return found


def _end_of_thing(sheet: Sheet, places: list[int], start: int) -> int:
    stop = start
    while stop < len(places) and stop - start < 4:
        low = sheet.low_at(places[stop])
        inner = sheet.tokens[places[stop]].kind != "mark" or low == "."
        verbal = (
            low in _ENDS_THING
            or phrases("en").fault.fullmatch(low) is not None
            or low.endswith(("n't", "'re", "'ve"))
            or is_past(low)
            or low in BEFALLS | ONLY_PAST
            or tells_of(sheet, places[stop])
            or (
                base_of_gerund(low) is not None
                and sheet.low_at(places[stop] - 1).endswith(("'s", "is", "are"))
            )
        )
        if not inner or (verbal and stop > start) or (low == "." and not _is_title(sheet, places[stop] - 1)):
            break
        stop += 1
    return stop


def _is_title(sheet: Sheet, at: int) -> bool:
    return sheet.low_at(at) in _FORMS_OF_ADDRESS


def _hanging(sheet: Sheet, places: list[int], stop: int) -> str:
    """What hangs on the thing: "keys" + " to the riverside flat"."""
    if stop >= len(places) or sheet.low_at(places[stop]) not in _JOINS_THING:
        return ""
    end = stop + 1
    while (
        end < len(places) and end - stop < 5 and sheet.low_at(places[end]) not in _ENDS_THING - _JOINS_THING
    ):
        if sheet.tokens[places[end]].kind == "mark" or tells_of(sheet, places[end]):
            break
        end += 1
    return "".join(f" {sheet.tokens[at].text}" for at in places[stop:end]) if end > stop + 1 else ""


def _russian(sheet: Sheet, talk: list[int], words: list[str]) -> Thing | None:
    """The noun a Russian pronoun agrees with; a title with a noun of its own needs none."""
    things = _nouns(sheet, talk)
    pointing = set(words)
    if any(
        has_form(word, "NOUN") and before not in _HIS | _HERS | _THEIRS
        for before, word in pairwise(["", *words])
        if word not in _POINTERS
    ) and not (_wants_more(words) or _takes_nothing(words)):
        return None
    if pointing & _HIS:
        things = [t for t in things if t.form and not t.many and {"masc", "neut"} & t.form.marks]
    elif pointing & _HERS:
        things = [t for t in things if t.form and not t.many and "femn" in t.form.marks]
    elif pointing & _THEIRS:
        things = [t for t in things if t.many] or things
    elif not pointing & _POINTERS:
        lifeless = [t for t in things if not t.hangs and t.form and "inan" in t.form.marks]
        return (lifeless or things)[-1] if things else None
    return _best(things)


def _nouns(sheet: Sheet, talk: list[int]) -> list[Thing]:
    found: list[Thing] = []
    for at in talk:
        low = sheet.low_at(at)
        said = next((each for each in forms(low) if each.lemma == low and each.pos == "NOUN"), None)
        form = said or likeliest(low)
        if not form or form.pos != "NOUN" or sheet.labels[at] in {"time", "person", "dropped"}:
            continue
        if "Name" in form.marks and sheet.tokens[at].text.islower():
            form = next((each for each in forms(low) if each.pos == "NOUN" and "inan" in each.marks), form)
        if "Name" in form.marks or form.lemma in _GENERAL:
            continue
        before = at - 2 if has_form(sheet.low_at(at - 1), "ADJF") else at - 1
        hangs = any(each.pos == "PREP" for each in forms(sheet.low_at(before)))
        found.append(Thing(form.lemma, "plur" in form.marks, hangs, form))
    return found
