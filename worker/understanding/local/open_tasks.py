"""Which open task the words of a message mean: shared words in any form, the rarer the weightier."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, takewhile

from rapidfuzz import fuzz

from worker.understanding.context import Context, KnownTask
from worker.understanding.local.business_names import same_word
from worker.understanding.local.message_tokens import tokenise
from worker.understanding.local.morphology import akin, has_form
from worker.understanding.local.transliteration import latin
from worker.understanding.local.words.english_verbs import IRREGULAR_PAST, VERBS
from worker.understanding.local.words.word_table import listed

_EMPTY = listed("""task tasks thing things stuff one the a an it that this my our of for to with and in on at from by about item job is
    are was be been has have had please just now done also too i we he she they me us you so all some not but or as
    i'd we'd he'd she'd they'd you'd he's she's they've they're we're like
    задача задачу задачи задачей задаче дело дела про по на в с из у к от для и а о об это этот эту то тот ту мне мы я он она они
    уже не за до что как все всё же ли наш наша мой моя свой их его ее там еще тоже да нет без насчет""")


@dataclass(frozen=True, slots=True)
class TaskMatch:
    """The best open task. `coverage` is the share of the said words that its title holds, `shared` how many,
    `margin` how far it leads the next task (1.0 when no other shares a word)."""

    task: KnownTask
    coverage: float
    shared: int
    score: float
    margin: float


def meaningful(words: Iterable[str]) -> list[str]:
    """The words that can tell one task from another, without an English 's."""
    bare = (word.removesuffix("'s") for word in words)
    return [word for word in bare if word not in _EMPTY and (len(word) > 1 or word.isdigit())]


@lru_cache(maxsize=20_000)
def likeness(said: str, known: str) -> float:
    """How alike a said word and a word of a title are, 0 to 1. Kept: 400 open tasks repeat their words."""
    said = IRREGULAR_PAST.get(said, said)
    if akin(said, known) == 1.0 or (len(known) > 3 and same_word(said, known)):
        return 1.0
    near = akin(said, known)
    if near:
        return near
    if min(len(said), len(known)) >= 5 and fuzz.ratio(latin(said), latin(known)) >= 82:
        return 0.7
    return 0.0


def title_words(task: KnownTask) -> list[str]:
    """The meaningful lowered words of a task's title."""
    return list(_words_of(task.title))


@lru_cache(maxsize=2_000)
def _words_of(title: str) -> tuple[str, ...]:
    return tuple(meaningful(token.low for token in tokenise(title) if token.kind != "mark"))


def best_task(words: list[str], context: Context) -> TaskMatch | None:
    """The open task that shares most with `words`; None when nothing is shared or two share alike."""
    said = meaningful(words)
    if not said:
        return None
    tasks = context.open_tasks
    index = _index(tuple(task.title for task in tasks))
    scores: dict[int, float] = {}
    shared: dict[int, list[float]] = {}
    for word in said:
        near = index.near(word)
        rarity = 1.0 / max(1, sum(1 for pair in near.values() if pair >= _SHARED))
        for number, pair in near.items():
            scores[number] = scores.get(number, 0.0) + pair * rarity
            if pair >= _SHARED:
                shared.setdefault(number, []).append(pair)
    if not shared:
        return None
    ranked = sorted(
        ((scores[n] + 0.05 * len(pairs) / max(1, index.lengths[n]), n) for n, pairs in shared.items()),
        key=lambda found: -found[0],
    )
    score, number = ranked[0]
    runner_up = ranked[1][0] if len(ranked) > 1 else 0.0
    if score - runner_up < 1e-6:
        return None
    pairs = shared[number]
    return TaskMatch(tasks[number], sum(pairs) / len(said), len(pairs), score, 1.0 - runner_up / score)


def nearest(word: str, context: Context) -> float:
    """How alike a lowered word and the nearest word of any open task's title are, 0 to 1."""
    near = _index(tuple(task.title for task in context.open_tasks)).near(word)
    return max(near.values(), default=0.0)


_SHARED = 0.7  # likeness from which two words count as the same
_KEPT_WORDS = 500


class _Index:
    """The words of all open titles, each with the tasks that hold it: a message asks for the same words many times,
    and 400 open tasks share most of theirs."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        words = [_words_of(title) for title in titles]
        self.lengths = [len(each) for each in words]
        self._holders: dict[str, list[int]] = {}
        for number, each in enumerate(words):
            for word in set(each):
                self._holders.setdefault(word, []).append(number)
        self._near: dict[str, dict[int, float]] = {}

    def near(self, word: str) -> dict[int, float]:
        """The tasks (by number) with a word like this one, and how alike their nearest word is."""
        if word not in self._near:
            if len(self._near) >= _KEPT_WORDS:
                self._near.clear()
            self._near[word] = self._found(word)
        return self._near[word]

    def _found(self, word: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for known, holders in self._holders.items():
            pair = likeness(word, known)
            if pair:
                for number in holders:
                    found[number] = max(pair, found.get(number, 0.0))
        return found


@lru_cache(maxsize=8)
def _index(titles: tuple[str, ...]) -> _Index:
    return _Index(titles)


def begins_with_verb(task: KnownTask) -> str | None:
    """The verb a title begins with, lowered, if it does."""
    words = [token.low for token in tokenise(task.title) if token.is_word]
    first = words[0] if words else None
    if first is None or (first in _PAPERS and words[1:2] and words[1] in {"for", "of", "from"}):
        return None  # "Quote for the wedding" is a thing
    return first if first in VERBS or has_form(first, "INFN") else None


_PAPERS = listed(
    "quote invoice order report estimate review offer contract cover claim bill receipt demo design sample proof"
)


def says_head(words: Iterable[str], task: KnownTask) -> bool:
    """Whether lowered words name the thing a title is about, not only what hangs on it ("flyers" of "Puppy school
    flyers for May"; of «Замена масла на Киа» the oil too, since a deed may be called otherwise)."""
    heads = _heads_of(task.title, begins_with_verb(task))
    return any(likeness(word, head) >= _SHARED for word in words for head in heads)


@lru_cache(maxsize=2_000)
def _heads_of(title: str, verb: str | None) -> tuple[str, ...]:
    words = [token.low for token in tokenise(title) if token.is_word]
    words = words[1:] if words and words[0] == verb else words
    words = list(dropwhile(lambda word: word in _HANGERS, words))
    phrase = list(takewhile(lambda word: word not in _HANGERS, words)) or words
    nouns = [word for word in phrase if has_form(word, "NOUN")]
    if nouns:
        return tuple(nouns[:1] if verb else nouns[:2])
    return tuple(phrase[-1:])


_HANGERS = listed("for of to from at in on with about by and")


def pointed_at(context: Context) -> KnownTask | None:
    """The task a message without a name of its own means: the one replied to, else the newest of the last exchange."""
    for ref in (context.replied_to, *context.recent):
        for task in context.open_tasks:
            if task.ref == ref:
                return task
    return None
