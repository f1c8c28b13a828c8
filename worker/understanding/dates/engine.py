"""The grammar machine: patterns over tagged tokens, memoised per message, all readings kept, the longest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from worker.understanding.dates.date_tokens import Scene
from worker.understanding.step_budget import Steps, current_steps

# Rules nest about ten deep; a list ("Monday, Tuesday, ...") nests once per entry and is read to this length.
DEEPEST = 40

Reading = tuple[int, Any]  # the token after the reading, and its value


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a rule is being applied: the scene and the half-open token range it would cover."""

    scene: Scene
    start: int
    end: int


Intent = Callable[..., Any]  # (frame, *captured values) -> value, or None to refuse the reading


class Element(NamedTuple):
    """One place of a pattern: token keys or rule names, whether it may be left out, whether its value is passed."""

    keys: frozenset[str]
    nested: tuple[str, ...]
    optional: bool
    captured: bool


class Rule(NamedTuple):
    """A pattern and what it means."""

    order: int
    elements: tuple[Element, ...]
    intent: Intent
    missing: int = 0  # values that other spellings of the same entry capture and this one does not


def _element(source: str) -> Element:
    optional = source.endswith("?") and len(source) > 1
    names = (source[:-1] if optional else source).split("|")
    nested = tuple(name[1:-1] for name in names if name.startswith("<"))
    keys = frozenset(name for name in names if not name.startswith("<"))
    tagged = any(name.isupper() for name in keys)
    return Element(keys, nested, optional, bool(nested) or tagged)


@dataclass(slots=True)
class Grammar:
    """Rules by name. Patterns are words separated by blanks: `literal`, `TAG`, `<rule>`, `a|b`, `x?` (may be absent).

    Tags and nested rules are passed to the intent in order, None for an absent one; literals are not."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    _index: dict[str, dict[str, tuple[Rule, ...]]] = field(default_factory=dict)
    _merged: dict[tuple[str, tuple[str, ...]], tuple[Rule, ...]] = field(default_factory=dict)

    def add(self, name: str, table: dict[str, Intent]) -> None:
        """Adds a table of pattern -> intent; a pattern may hold several spellings separated by " / ".

        Spellings that capture fewer values than their fellows pass None for the last ones."""
        known = self.rules.setdefault(name, [])
        for patterns, intent in table.items():
            spellings = [
                tuple(_element(part) for part in pattern.split()) for pattern in patterns.split(" / ")
            ]
            most = max(_captures(elements) for elements in spellings)
            for elements in spellings:
                known.append(Rule(len(known), elements, intent, most - _captures(elements)))

    def freeze(self) -> None:
        """Indexes every rule by the token keys it can begin with; raises KeyError for an unknown rule name."""
        firsts: dict[str, set[str]] = {name: set() for name in self.rules}
        growing = True
        while growing:
            growing = False
            for name, rules in self.rules.items():
                found = set().union(*(_first_keys(rule, firsts) for rule in rules))
                growing = growing or not found <= firsts[name]
                firsts[name] |= found
        for name, rules in self.rules.items():
            table: dict[str, list[Rule]] = {}
            for rule in rules:
                for key in _first_keys(rule, firsts):
                    table.setdefault(key, []).append(rule)
            self._index[name] = {key: tuple(found) for key, found in table.items()}

    def starting(self, name: str, keys: tuple[str, ...]) -> tuple[Rule, ...]:
        """The rules of `name` that can begin with a token of these keys, in table order."""
        index = self._index[name]
        known = tuple(key for key in keys if key in index)
        if len(known) < 2:
            return index[known[0]] if known else ()
        rules = self._merged.get((name, known))
        if rules is None:
            found = {rule.order: rule for key in known for rule in index[key]}
            rules = self._merged[name, known] = tuple(found[order] for order in sorted(found))
        return rules

    def openings(self, names: tuple[str, ...]) -> frozenset[str]:
        """The token keys with which any of these rules can begin."""
        return frozenset().union(*(self._index[name].keys() for name in names))


def _captures(elements: tuple[Element, ...]) -> int:
    return sum(element.captured for element in elements)


def _first_keys(rule: Rule, firsts: dict[str, set[str]]) -> set[str]:
    keys: set[str] = set()
    for element in rule.elements:
        keys |= element.keys
        for name in element.nested:
            keys |= firsts[name]
        if not element.optional:
            break
    return keys


@dataclass(slots=True)
class Parser:
    """One reading of one scene; remembers what it found at every token.

    Every try of an element counts as a step: raises OutOfStepsError when the reading has none left."""

    grammar: Grammar
    scene: Scene
    _memo: dict[tuple[str, int], tuple[Reading, ...]] = field(default_factory=dict)
    _depth: int = 0
    _steps: Steps = field(default_factory=current_steps)

    def readings(self, name: str, at: int) -> tuple[Reading, ...]:
        """Every reading of rule `name` that begins at token `at`, longest first; of equal length the first in the table."""
        if at >= len(self.scene.tokens):
            return ()
        known = self._memo.get((name, at))
        if known is None:
            if self._depth >= DEEPEST:
                return ()
            self._depth += 1
            known = self._memo[name, at] = self._read(name, at)
            self._depth -= 1
        return known

    def _read(self, name: str, at: int) -> tuple[Reading, ...]:
        found: dict[int, Any] = {}
        for rule in self.grammar.starting(name, self.scene.tokens[at].keys):
            for end, values in self._match(rule.elements, 0, at, ()):
                if end > at and end not in found:
                    value = rule.intent(Frame(self.scene, at, end), *values, *(None,) * rule.missing)
                    if value is not None:
                        found[end] = value
        return tuple(sorted(found.items(), key=lambda reading: -reading[0]))

    def _match(
        self, elements: tuple[Element, ...], index: int, at: int, values: tuple[Any, ...]
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        self._steps.take()
        if index == len(elements):
            yield at, values
            return
        element = elements[index]
        for end, value in self._choices(element, at):
            rest = (*values, value) if element.captured else values
            yield from self._match(elements, index + 1, end, rest)
        if element.optional:
            rest = (*values, None) if element.captured else values
            yield from self._match(elements, index + 1, at, rest)

    def _choices(self, element: Element, at: int) -> Iterator[Reading]:
        if at >= len(self.scene.tokens):
            return
        token = self.scene.tokens[at]
        for key in token.keys:
            if key in element.keys:
                yield at + 1, token.tags.get(key, token.word)
                break
        for name in element.nested:
            yield from self.readings(name, at)
