"""Which open task the words of a message mean: shared words in any form, the rarer the weightier."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import fuzz

from worker.understanding.context import Context, KnownTask
from worker.understanding.rules.morphology import akin, has_form
from worker.understanding.rules.names import same_word
from worker.understanding.rules.tokens import tokenise
from worker.understanding.rules.transliteration import latin
from worker.understanding.rules.words.english_verbs import IRREGULAR_PAST, VERBS
from worker.understanding.rules.words.listing import listed

_EMPTY = listed("""task tasks thing things stuff one the a an it that this my our of for to with and in on at from by about item job is
    are was be been has have had please just now done also too i we he she they me us you so all some not but or as
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
    """The words that can tell one task from another."""
    return [word for word in words if word not in _EMPTY and (len(word) > 1 or word.isdigit())]


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
    titles = {task.ref: title_words(task) for task in context.open_tasks}
    # Once a word, not once a task: with 400 open tasks that was 2.8 s of CPU for one message.
    rarity = [1.0 / max(1, _spread(word, titles)) for word in said]
    scored = []
    for task in context.open_tasks:
        pairs = [max((likeness(word, known) for known in titles[task.ref]), default=0.0) for word in said]
        score = sum(pair * rare for pair, rare in zip(pairs, rarity, strict=True))
        shared = [pair for pair in pairs if pair >= 0.7]
        if shared:
            extra = 0.05 * len(shared) / max(1, len(titles[task.ref]))
            scored.append((score + extra, sum(shared) / len(said), len(shared), task))
    if not scored:
        return None
    scored.sort(key=lambda found: -found[0])
    score, coverage, shared_count, task = scored[0]
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    if score - runner_up < 1e-6:
        return None
    return TaskMatch(task, coverage, shared_count, score, 1.0 - runner_up / score)


def _spread(word: str, titles: dict[str, list[str]]) -> int:
    return sum(1 for known in titles.values() if any(likeness(word, other) >= 0.7 for other in known))


def begins_with_verb(task: KnownTask) -> str | None:
    """The verb a title begins with, lowered, if it does."""
    first = next((token.low for token in tokenise(task.title) if token.is_word), None)
    if first is None:
        return None
    return first if first in VERBS or has_form(first, "INFN") else None


def head_of(task: KnownTask) -> str:
    """The thing a title is about: the noun its first phrase hangs on ("Puppy school flyers for May": "flyers")."""
    verb = begins_with_verb(task)
    words = [token.low for token in tokenise(task.title) if token.is_word]
    words = words[1:] if words and words[0] == verb else words
    phrase = list(takewhile(lambda word: word not in _HANGERS, words)) or words
    nouns = [word for word in phrase if has_form(word, "NOUN")]
    return nouns[0] if nouns else phrase[-1] if phrase else ""


_HANGERS = listed("for of to from at in on with about by and")


def pointed_at(context: Context) -> KnownTask | None:
    """The task a message without a name of its own means: the one replied to, else the newest of the last exchange."""
    for ref in (context.replied_to, *context.recent):
        for task in context.open_tasks:
            if task.ref == ref:
                return task
    return None
