"""Where a clause of its own may begin: at a verb of doing, a person with a verb, a need, or a time before content."""

from itertools import islice

from worker.understanding.local.annotated_text import Sheet
from worker.understanding.local.members import MemberHit, in_case
from worker.understanding.local.morphology import forms, has_form, likeliest
from worker.understanding.local.orders_en import could_order, orders_by_place
from worker.understanding.local.phrases import phrases
from worker.understanding.local.verb_forms import base_of_gerund
from worker.understanding.local.words.english_verbs import EITHER, PLAIN, VERBS
from worker.understanding.local.words.word_table import listed

MODALS = listed(
    "to needs need has have should must can will could gotta got shall is 'll ought please pls plz just"
)
_BEFORE_NOUN = listed("""the a an my your his her our their this that these those some any each every all both no more another of for
    with at in on from by about to into and or new old last next first second final two three four five his's what which
    very not do does did don't can could should would will must may might i you we they he she it who please under over
    between without per via""")
_REQUEST = listed("ask tell get have let make want need remind")
_GOVERNS = listed("""съездить поехать сходить пойти зайти заехать заскочить забежать выехать приехать подъехать сгонять слетать
    попросить просить дать помочь начать закончить продолжить успеть мочь хотеть собираться планировать уметь забыть
    поручить велеть сказать прийти выйти обязать научить заставить предложить решить попробовать постараться
    договориться ехать идти""")


def is_verb_head(sheet: Sheet, at: int) -> bool:
    """Whether the token is a verb that tells someone to do something: English base form, Russian infinitive or order."""
    low = sheet.low_at(at)
    if sheet.language == "ru":
        return is_infinitive(low) or (is_order(low) and not tells_arrival(sheet, at))
    return low in VERBS or orders_by_place(sheet, at)


def is_infinitive(low: str) -> bool:
    """Whether a Russian word is most likely an infinitive."""
    found = likeliest(low)
    return bool(found and found.pos == "INFN") and low not in {"есть", "знать", "быть"}


def is_order(low: str) -> bool:
    """Whether a Russian word is most likely an imperative."""
    found = likeliest(low)
    if not found or found.pos != "VERB" or "impr" not in found.marks or low in _NO_ORDERS:
        return False
    return not any({"anim", "nomn"} <= form.marks and form.score >= found.score for form in forms(low))


def tells_arrival(sheet: Sheet, at: int) -> bool:
    """Whether a word that may be an order tells of several things instead: «перчатки пришли»."""
    low = sheet.low_at(at)
    past = has_form(low, "VERB", "past", "plur") and has_form(low, "VERB", "impr")
    return past and any(has_form(sheet.low_at(at + step), "NOUN", "nomn", "plur") for step in (-1, 1))


_NO_ORDERS = listed(
    "давай давайте пусть пускай смотри слушай слушайте смотрите извини прости здравствуй будь"
)


def is_finite(low: str) -> bool:
    """Whether a Russian word is most likely a finite verb of a statement (no infinitive, no order)."""
    found = likeliest(low)
    return bool(found and found.pos == "VERB" and "impr" not in found.marks)


def rather_a_noun(low: str) -> bool:
    """Whether a Russian word that may be a verb is as likely a thing: «замер»."""
    found = forms(low)
    nouns = sum(form.score for form in found if form.pos == "NOUN")
    return bool(found) and nouns >= found[0].score


def governs(low: str) -> bool:
    """Whether the next infinitive belongs to this verb («съездить посмотреть»)."""
    return any(form.lemma in _GOVERNS for form in forms(low)) or low in {
        "надо",
        "нужно",
        "должен",
        "должна",
        "должны",
    }


def starts_clause(sheet: Sheet, at: int, people: dict[int, MemberHit], *, loose: bool) -> bool:
    """Whether a task of its own begins at `at`. `loose` also takes verbs that may be nouns (after a comma or "and")."""
    low, hit = sheet.low_at(at), people.get(at)
    if not low:
        return False
    if _need_at(sheet, at) or (hit is not None and _person_with_verb(sheet, hit)):
        return True
    if sheet.language == "ru":
        return _russian_head(sheet, at, low)
    if subject_with_verb(sheet, at) or told_to_act(sheet, at):
        return True
    light = low in _LIGHT_VERBS and sheet.low_at(at + 1) in _LIGHT_OBJECTS and _takes_object(sheet, at)
    if light or (low in _REQUEST and any(at + 1 <= start <= at + 2 for start in people)):
        return True
    return (low in PLAIN or (loose and low in EITHER)) and _takes_object(sheet, at)


_LIGHT_VERBS = {"have", "do", "go"}
_LIGHT_OBJECTS = listed("lunch dinner breakfast coffee drinks a the to shopping")


def does(low: str) -> bool:
    """Whether an English word is a verb of doing in the third person: "rents", "fixes", "carries"."""
    if not low.endswith("s") or low.endswith(("'s", "ss")):
        return False
    return low[:-1] in VERBS or (low.endswith("es") and low[:-2] in VERBS) or low[:-3] + "y" in VERBS


def acts(sheet: Sheet, at: int) -> bool:
    """Whether the word after a person is a verb in the third person, known or not: "Ben brews the stout"."""
    low = sheet.low_at(at)
    unknown = low.endswith("s") and len(low) > 4 and not low.endswith(("'s", "ss", "us", "is"))
    if low in _STATES:
        return low == "does" and sheet.low_at(at + 1) in {"the", "a", "my", "our", "all"}
    return does(low) or (unknown and sheet.low_at(at + 1) in _OBJECTS)


def called_to_act(sheet: Sheet, hit: MemberHit) -> bool:
    """Whether a member is spoken to and told to do something, no mark between: "Pru order 4 tubs", "Emeka go and look"."""
    low, after = sheet.low_at(hit.last + 1), hit.last + 2
    if hit.how not in {"name", "nickname"} or sheet.low_at(hit.last).endswith("'s"):
        return False
    if sheet.labels[hit.last + 1 : hit.last + 2] not in ([None], ["asking"]):
        return False
    then = sheet.low_at(after)
    if low not in VERBS:
        return then in _POINTED and could_order(low)
    if low in PLAIN and low not in _OFTEN_NOUNS:
        return then not in _NO_OBJECT
    some = after < len(sheet) and (sheet.tokens[after].kind == "number" or sheet.labels[after] is None)
    many = then.endswith("s") and len(then) > 3 and not then.endswith(("'s", "ss", "us"))
    return some and (then in _OBJECTS | _ACTED_ON or sheet.tokens[after].kind == "number" or many)


_POINTED = listed("it them the a an my our his her their all these those")
_ACTED_ON = listed(
    "it them him her me us both each every any another more two three four five six in away back"
)
_NO_OBJECT = listed("is are was were of has had did does")
_STATES = listed(
    "needs has is was does wants likes says thinks knows hopes loves hates means seems looks feels"
)
_OBJECTS = listed("the a an my our his her their all some new this that these those up out off over down")


def subject_with_verb(sheet: Sheet, at: int) -> bool:
    """A subject that is no member, with its verb: "i call the city", "someone orders bags"."""
    low, after = sheet.low_at(at), sheet.low_at(at + 1)
    if low in {"i", "we"}:
        return after in VERBS and after not in _OPINIONS
    return low in SOMEONE and (does(after) or after in MODALS)


def told_to_act(sheet: Sheet, at: int) -> bool:
    """Somebody who is no member but is to do something: "Kim should fix ...", "the courier has to bring ..."."""
    name = at + 1 if sheet.low_at(at) in {"the", "our", "my"} else at
    if name >= len(sheet) or sheet.labels[name] is not None or sheet.tokens[name].kind != "word":
        return False
    low, verb = sheet.low_at(name), name + 1
    if low in _NO_NAMES or low in _BEFORE_NOUN or (low in VERBS and not sheet.tokens[name].text[0].isupper()):
        return False
    if sheet.low_at(verb) not in _TOLD and (sheet.low_at(verb), sheet.low_at(verb + 1)) not in _TOLD_TO:
        return False
    foretold = sheet.low_at(verb) == "will"
    verb += 1 if sheet.low_at(verb) in _TOLD else 2
    if sheet.low_at(verb) not in VERBS or _asked_whether(sheet, at):
        return False
    return not foretold or _has_object(sheet, verb + 1)


def _has_object(sheet: Sheet, at: int) -> bool:
    """A thing of its own is acted on: "Kim will pick it up on Friday" only tells why the task before is to be done."""
    return at < len(sheet) and sheet.labels[at] is None and sheet.low_at(at) in _OBJECTS


_TOLD = {"should", "must", "will", "shall"}
_TOLD_TO = {(modal, "to") for modal in ("has", "needs", "is", "ought", "got")}
_NO_NAMES = listed("""that there here whoever whatever everything anything something nothing one ones them him me us someone
    then so also too now today tomorrow there's how when where why if whether because as than""")
_WHETHER = listed("if whether that what when how who which where why because since so")


def _asked_whether(sheet: Sheet, at: int) -> bool:
    """ "ask if Kim and Lee should come": what is asked or told, not what somebody is to do."""
    for place in range(at - 1, max(at - 9, -1), -1):
        if sheet.low_at(place) in {",", ".", ";"}:
            return sheet.low_at(place + 1) in _WHETHER
        if sheet.low_at(place) in _WHETHER:
            return True
    return False


SOMEONE = listed("someone somebody anyone anybody whoever")
_OPINIONS = listed("think want like need have get keep mark show see guess hope know love watch plan help")


def lets_somebody(sheet: Sheet, spoken: list[int]) -> bool:
    """«пусть электрик починит щиток», «курьер пусть завезёт»: the words said ask that somebody do something; «пусть так
    и будет» asks nothing."""
    lows = [sheet.low_at(at) for at in spoken[:6]]
    let = next((number for number, low in enumerate(lows) if low in {"пусть", "пускай"}), None)
    if let is None or len(lows) < 3:
        return False
    who = lows[:let] or lows[1:2]
    if not who or not any(has_form(low, "NOUN", "nomn") for low in who) or any(is_finite(low) for low in who):
        return False
    return any(is_finite(low) and low not in {"будет", "будут"} for low in lows[let + 1 :])


def _need_at(sheet: Sheet, at: int) -> bool:
    table, start = phrases(sheet.language), sheet.tokens[at].start
    if sheet.low_at(at) in {"мне", "нам"} and not _infinitive_soon(sheet, at + 1):
        return False
    need = table.need.match(sheet.low, start) or table.asking.match(sheet.low, start)
    return bool(need and need.end() > start and sheet.low_at(at) not in {"will", "must"})


def _infinitive_soon(sheet: Sheet, at: int) -> bool:
    told = (place for place in range(at, len(sheet)) if sheet.labels[place] != "time")
    ahead = [sheet.low_at(place) for place in islice(told, 4)]
    return any(is_infinitive(low) or low in {"надо", "нужно", "быть"} for low in ahead)


def _person_with_verb(sheet: Sheet, hit: MemberHit) -> bool:
    return _english_doer(sheet, hit) if sheet.language == "en" else _russian_doer(sheet, hit)


def _english_doer(sheet: Sheet, hit: MemberHit) -> bool:
    after = hit.last + 1
    low = sheet.low_at(after)
    if low in MODALS or (low in {":", "-", "—", "–"} and low):
        return True
    unread = sheet.labels[after : after + 2] == [None, None]
    if low == "on" and hit.how != "role" and unread:
        return sheet.low_at(hit.first - 1) in {",", "and", ""}
    contracted = sheet.low_at(hit.last).endswith(("'s", "'ll")) and base_of_gerund(low) is not None
    return contracted or (hit.how != "role" and acts(sheet, after)) or called_to_act(sheet, hit)


def _russian_doer(sheet: Sheet, hit: MemberHit) -> bool:
    after, word = hit.last + 1, sheet.low_at(hit.last)
    low = sheet.low_at(after)
    if low in {":", "—", "–"} or low in {"пусть", "должен", "должна"}:
        return True
    if low == "," and hit.how != "role" and in_case(word, "nomn") and is_order(sheet.low_at(after + 1)):
        return True
    if in_case(word, "datv"):
        return _infinitive_soon(sheet, after)
    named = hit.how in {"name", "nickname"} and in_case(word, "nomn")
    return named and (_will_do(sheet, after) or calls_to_act(sheet, hit))


def calls_to_act(sheet: Sheet, hit: MemberHit) -> bool:
    """Whether a member is called by name, no comma between, and told to do something: «Дима купи пакеты», «Вера завтра
    позвонить в банк»."""
    at = hit.last + 1
    while at < len(sheet) and sheet.labels[at] == "time":
        at += 1
    free = not has_form(sheet.low_at(hit.first - 1), "PREP")
    return free and (is_order(sheet.low_at(at)) or is_infinitive(sheet.low_at(at)))


def _will_do(sheet: Sheet, at: int) -> bool:
    """Whether a verb in the future or present follows, times between left out: «Глеб в среду примет машину»."""
    while at < len(sheet) and sheet.labels[at] == "time":
        at += 1
    return is_finite(sheet.low_at(at)) and not has_form(sheet.low_at(at), "VERB", "past")


def _russian_head(sheet: Sheet, at: int, low: str) -> bool:
    if low in {"пусть", "пускай"}:
        return True
    if is_infinitive(low):
        return not governs(sheet.low_at(at - 1))
    return is_order(low) and not has_form(sheet.low_at(at - 1), "PREP")


def _takes_object(sheet: Sheet, at: int) -> bool:
    """An English verb head: not after a word that wants a noun, and followed by something."""
    before, after = sheet.low_at(at - 1), sheet.low_at(at + 1)
    return (
        before not in _BEFORE_NOUN - {"and", "please", "i", "we", "to"}
        and bool(after)
        and after not in {"-", "–", "—"}
        and after not in {"of", "is", "are", "was", "by"}
    )


def bare_verb(sheet: Sheet, at: int) -> bool:
    """Whether an English verb starts a clause with nothing before it to say so: only verbs, and only before an object."""
    low, before, after = sheet.low_at(at), sheet.low_at(at - 1), sheet.low_at(at + 1)
    if low not in VERBS or before in _BEFORE_NOUN or before in VERBS or not after:
        return False
    if low in PLAIN and low not in _OFTEN_NOUNS:
        bare = {"of", "is", "are", "was", "by", "on", "at", "in", "for", "and", "or", "with", "from"}
        return after not in bare or low in {"drop", "pick"}
    return (
        low in {"invoice", "check", "book", "review", "photograph", "audit", "text", "close", "claim", "cut"}
        and after in _OBJECT_STARTS
    )


_OFTEN_NOUNS = listed("""order call print repair test visit work report supply service record return set show stack store strip shape shop
    sort spray start support survey switch tag task tear track train transfer transport treat tune turn type update
    upgrade use wash water weld wire wrap help hire hold iron issue label launch lay lease list load look measure mill
    milk mix move paint pay phone plant plaster polish post pour press prune purchase raise roast roll run salt sand
    save scan seal select serve cover crown drill drive drop display draft exchange fill finish fire fit fix fold frame
    freeze glue grade handle harvest keep bill browse build borrow mark patch flash proof frost present produce process
    program place plan pick pack empty email e-mail feed fence""")
_OBJECT_STARTS = listed("the a an my our his her their this that these all doctor dr mr mrs ms new some")
