"""The coarse class of a word for the labeller: its grammatical form, or the word itself when it is one of grammar."""

from functools import lru_cache

from worker.understanding.dates import Language
from worker.understanding.local.clause_starts import does
from worker.understanding.local.completions import is_past
from worker.understanding.local.members import Case
from worker.understanding.local.morphology import Form, likeliest
from worker.understanding.local.words.english_verbs import EITHER, PLAIN
from worker.understanding.local.words.word_table import listed

GRAMMAR_WORDS = listed("""i you he she it we they me him her us them my your his its our their this that these those a an the some any no all both
    each every more another and or but so then also plus if when while because cause cos since as than to for of in on at by with from about
    into over under up down off out after before until till not don't dont can could will would shall should may might must need needs needed
    want wants have has had do does did is are was were am be been being i'm im i've ive i'll ill i'd it's its that's thats there's theres he's
    she's they're we're we've let's lets please pls plz ok okay yes no thanks thank what when where who which how why just only still already
    yet now again too very n w u ur r gonna gotta wanna hey hi hello well oh right make get got go let tell ask remind put take there here one ones thing things""")
CASES: tuple[Case, ...] = ("nomn", "gent", "datv", "accs", "ablt")
_ITSELF = {"CONJ", "PREP", "PRCL", "NPRO", "INTJ"}
# English words no list knows, by how they end.
_ENDINGS = (("ing", "ING"), ("ed", "ED"), ("ly", "LY"), ("s", "PLURAL"))


@lru_cache(maxsize=4096)
def word_class(low: str, language: Language) -> str:
    """The class of a lowered word."""
    if language == "en":
        return _english(low)
    form = likeliest(low)
    return "LATIN" if form is None else _russian(low, form)


def _russian(low: str, form: Form) -> str:
    if form.pos in _ITSELF:
        return f"{form.pos}:{low}"
    if form.pos == "VERB":
        return _russian_verb(form)
    if form.pos in {"NOUN", "ADJF", "PRTF"}:
        return f"{form.pos}:{next((case for case in CASES if case in form.marks), 'loct')}"
    return form.pos or "WORD"


def _russian_verb(form: Form) -> str:
    if "impr" in form.marks:
        return "ORDER"
    if "past" in form.marks:
        return "PAST" if "perf" in form.marks else "PAST-I"
    return "V1" if "1per" in form.marks else "V3" if "3per" in form.marks else "V2"


def _english(low: str) -> str:
    if low in GRAMMAR_WORDS:
        return f"f:{low}"
    if low in PLAIN:
        return "VERB"
    if low in EITHER:
        return "VERB?"
    if is_past(low):
        return "PAST"
    if does(low):
        return "DOES"
    return next((name for ending, name in _ENDINGS if low.endswith(ending) and len(low) > 3), "WORD")
