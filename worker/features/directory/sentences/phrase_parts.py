"""The parts of directory sentences: names, roles, and what follows a person's name."""

import re
from dataclasses import dataclass, field

from models.tables.business import Business
from worker.features.directory.entries import BUSINESS, Entry
from worker.features.directory.name_checks import clean_name, clean_role, split_words
from worker.features.directory.queries import Directory
from worker.features.directory.requests import EntryDetails
from worker.features.directory.sentences.trades import ACTIVITIES, GENERAL, PLACES
from worker.understanding.bounded_pattern import bounded
from worker.understanding.local.business_names import same_word
from worker.understanding.local.message_tokens import lowered, normalise
from worker.understanding.local.morphology import forms, has_form, is_cyrillic, is_known
from worker.understanding.local.words.english_verbs import VERBS
from worker.understanding.local.words.nicknames import FAMILIES

# A person's name: one word, and further ones with a capital.
NAME = r"[^\W\d_][\w'’-]*(?:\s+(?-i:[A-ZА-ЯЁ])[\w'’-]*){0,2}"
_LONGEST_ROLE = 4
_NEWCOMER = re.compile(r"^(?:new|нов(?:ый|ая))\s+", re.IGNORECASE)
_TRADE_ENDINGS = (
    "er", "or", "ist", "ant", "ent", "ian", "man", "woman", "person", "cook", "chef", "nurse", "clerk", "boss", "lead",
    "head", "intern", "mechanic", "secretary", "sales", "smith", "wright", "aide", "guard", "tutor",
)  # fmt: skip
_THING_ENDINGS = ("ing", "tion", "sion", "ment", "ness", "ity", "ance", "ence", "age", "ship", "ware", "roll")
_OUTSIDERS = frozenset(
    [
        "client",
        "customer",
        "supplier",
        "vendor",
        "contractor",
        "subcontractor",
        "partner",
        "landlord",
        "tenant",
        "neighbour",
        "neighbor",
        "friend",
        "guest",
        "competitor",
        "patient",
        "brother",
        "sister",
        "mother",
        "father",
        "daughter",
        "dentist",
        "doctor",
        "hairdresser",
        "therapist",
        "сестра",
        "брат",
        "стоматолог",
        "врач",
        "доктор",
        "парикмахер",
        "терапевт",
        "investor",
        "lawyer",
        "клиент",
        "клиентка",
        "заказчик",
        "заказчица",
        "поставщик",
        "поставщица",
        "подрядчик",
        "партнер",
        "партнёр",
        "арендодатель",
        "арендатор",
        "сосед",
        "соседка",
        "друг",
        "подруга",
        "гость",
        "конкурент",
        "пациент",
        "пациентка",
        "инвестор",
        "кредитор",
        "должник",
        "покупатель",
        "покупательница",
    ]
)
_ARTICLE = r"(?:(?:the|our|my|an?|наш\w*|мой|моя)\s+)?"
_ALIAS = re.compile(
    r"^(?:and\s+|и\s+)?(?:(?:his|her|their|его|её|ее)\s+)?(?:also\s+)?"
    r"(?:nick(?:name)?s?(?:\s+(?:is|are))?|aka|a\.k\.a\.|known\s+as|called|they\s+call\s+(?:him|her)"
    r"|прозвищ[ея]|кличк[аи]|он(?:а)?\s+же|(?:его|её|ее)?\s*(?:ещё\s+|еще\s+)?зовут(?:\s+(?:ещё|еще))?)"
    r"\s*[:—–-]?\s*(?P<names>[^\s].*)$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"^(?:and\s+|и\s+)?(?:(?:he|she|they|он|она)\s+)?(?:works?\s+|работает\s+)?(?:at|in|for|в|во|на)\s+(?P<firms>.+)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:and\s+|и\s+)?(?:(?:he|she|they)(?:\s+is|'s|\s+are)\s+|(?:он|она)(?:\s*[—–-])?\s+)?(?:as\s+|is\s+)?"
    + _ARTICLE
    + r"(?P<role>[^\W\d_].*)$",
    re.IGNORECASE,
)
_INSIDE = bounded(r"^(?P<role>.+?)\s+(?:at|in|for|of|в|во|на|из)\s+(?P<firms>.+)$", re.IGNORECASE)
_THE = re.compile(r"^(?:the|our|my)\s+")
_LISTED = bounded(r"\s*,\s*|\s+(?:and|и)\s+", re.IGNORECASE)


@dataclass(slots=True)
class PersonDescription:
    """What a sentence says of a person; `sound` is False when a part was not understood."""

    role: str | None = None
    firms: list[Entry] = field(default_factory=list)
    aliases: tuple[str, ...] = ()
    sound: bool = True

    def details(self) -> EntryDetails:
        """The same as the details of a request."""
        return EntryDetails(
            role=self.role, businesses=tuple(firm.id or 0 for firm in self.firms), aliases=self.aliases
        )


def describe_person(text: str, directory: Directory) -> PersonDescription:
    """ "accountant at Repair, nickname Olly": each piece must be understood, or the whole is not sound."""
    person = PersonDescription()
    pieces = [piece.strip() for piece in re.split(r"[,;.]", text) if piece.strip()]
    for piece in pieces:
        if not _read_piece(person, piece, directory):
            person.sound = False
    return person


def _read_piece(person: PersonDescription, piece: str, directory: Directory) -> bool:
    called = _ALIAS.match(piece)
    if called:
        person.aliases += split_words(called["names"])
        return bool(person.aliases) and len(called["names"].split()) <= 6
    place = _PLACE.match(piece)
    firms = find_known_businesses(place["firms"] if place else piece, directory)
    if firms:
        person.firms += firms
        return True
    said = _ROLE.match(piece)
    return said is not None and not place and _read_role(person, said["role"], directory)


def _read_role(person: PersonDescription, said: str, directory: Directory) -> bool:
    said = _NEWCOMER.sub("", said)
    inside = _INSIDE.match(said)
    firms = find_known_businesses(inside["firms"], directory) if inside else []
    if inside and firms:
        said, person.firms = inside["role"], [*person.firms, *firms]
    elif (
        " " in said and (firm := directory.find(BUSINESS, said.split()[-1])) is not None and is_cyrillic(said)
    ):
        # «бухгалтер Ремонта»: the business in the genitive, right behind.
        said, person.firms = " ".join(said.split()[:-1]), [*person.firms, firm]
    if person.role is not None or not is_role(said):
        return False
    person.role = clean_role(said)
    return True


def find_known_businesses(said: str, directory: Directory) -> list[Entry]:
    """The businesses of "Repair and Trade"; empty unless every one is known."""
    whole = directory.find(BUSINESS, clean_name(said))
    if whole is not None:
        return [whole]
    found = [_find_known_business(clean_name(part), directory) for part in listed_names(said)]
    return [row for row in found if row is not None] if all(found) else []


def listed_names(said: str) -> list[str]:
    """The names of "Repair and Trade"."""
    return [part.strip() for part in _LISTED.split(said) if part.strip()]


def _find_known_business(said: str, directory: Directory) -> Entry | None:
    """The business of that name, or the only one whose name begins with that word: «в ремонте» of "Ремонт станков".

    Else the only one of that trade: «в кофейне» of "Зерно", "the flower shop" of "Petal", by their keywords.
    """
    whole, word = directory.find(BUSINESS, said), lowered(normalise(said))
    if whole is not None:
        return whole
    known = [row for row in directory.living(BUSINESS) if isinstance(row, Business)]
    if " " not in word:
        begun = [row for row in known if same_word(word, lowered(normalise(row.name)).split()[0])]
        if begun:
            return begun[0] if len(begun) == 1 else None
    trade = [each for each in _THE.sub("", word).split() if each not in GENERAL]
    told = [row for row in known if trade and all(_is_keyword(each, row) for each in trade)]
    return told[0] if len(told) == 1 else None


def _is_keyword(word: str, business: Business) -> bool:
    return any(same_word(word, lowered(normalise(keyword))) for keyword in business.keywords)


def is_role(said: str) -> bool:
    """Whether this can be what somebody does: a short noun for a person, with no verb in it."""
    words = [word.lower().replace("ё", "е") for word in said.split()]
    if not 1 <= len(words) <= _LONGEST_ROLE or any(not re.fullmatch(r"[^\W\d_][\w'’-]*", w) for w in words):
        return False
    if any(is_cyrillic(word) for word in words):
        if said.split(maxsplit=1)[0][:1].isupper() and is_known_given_name(words[0]):
            return False  # «Олег работает в Ремонте, Лена в Торговле»
        verb = any(
            has_form(word, pos) and not _is_person(word) for word in words for pos in ("INFN", "VERB", "GRND")
        )
        return (_is_person(words[0]) or _is_person(words[-1])) and not verb
    return words[0] not in VERBS and words[-1].removesuffix("s").endswith(_TRADE_ENDINGS)


def _is_person(word: str) -> bool:
    """A noun for a living being: «слесарь», though it could be the imperative of a verb as well."""
    return any("anim" in form.marks and form.pos == "NOUN" for form in forms(word))


def nominative_role(said: str) -> str:
    """A role in the nominative: «слесарем» gives «слесарь»; others stay."""
    first, _, rest = said.partition(" ")
    noun = next((f for f in forms(first.lower()) if f.pos == "NOUN" and {"anim", "ablt"} <= f.marks), None)
    return f"{noun.lemma} {rest}".strip() if noun is not None else said


def is_outsider(role: str) -> bool:
    """Whether somebody in this role is ours and yet no member of the team: a client, a supplier, a friend."""
    return any(word.lower() in _OUTSIDERS for word in role.split())


def is_name(said: str, *, spoken: bool) -> bool:
    """Whether this can be a person's name: capitals as typed, or a given name we know when it was only heard."""
    words = said.split()
    if not words or words[0].lower() in VERBS:
        return False
    # A script without capitals writes every name so.
    if all(word[0].isupper() or word[0].upper() == word[0].lower() for word in words if word[0].isalpha()):
        return True
    return spoken and len(words) == 1 and is_known_given_name(words[0])


def is_person_name(said: str) -> bool:
    """Whether words with capitals are a person's name rather than a thing at the head of a sentence: a given name we
    know, one that the Russian dictionary does not have, or one with letters that English words lack."""
    first = said.split(maxsplit=1)[0].lower()
    if is_known_given_name(first):
        return True
    if is_cyrillic(first):
        return not is_known(first)
    plain = first.isascii() and first.removesuffix("s")
    return not plain or not (
        plain in PLACES | ACTIVITIES | GENERAL or plain in VERBS or plain.endswith(_THING_ENDINGS)
    )


def is_known_given_name(word: str) -> bool:
    """A given name of our lists or of the Russian dictionary, in any of its forms."""
    low = word.lower().replace("ё", "е")
    known = low in FAMILIES or any(low in family for family in FAMILIES.values())
    return known or any("Name" in form.marks for form in forms(low))
