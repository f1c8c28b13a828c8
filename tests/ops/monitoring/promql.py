"""A small evaluator of the part of PromQL that our rules use, over two scrapes some seconds apart.

It knows selectors with matchers, rate() of a counter between the two scrapes, sum by, histogram_quantile, absent,
arithmetic, comparisons and "and". Anything else is an error, so that no rule is thought to be silent.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import inf, nan

Labels = frozenset[tuple[str, str]]
Vector = dict[Labels, float]
# The samples of one scrape: by name and labels.
Scrape = dict[tuple[str, Labels], float]
NO_LABELS: Labels = frozenset()

_TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-zA-Z_:]\w*)|(?P<text>"[^"]*")|(?P<sign>=~|!=|>=|<=|==|[(){}\[\],=<>*/+-]))'
)
_COMPARISONS = {"==": operator.eq, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}
_ARITHMETIC = {"*": operator.mul, "/": operator.truediv}


@dataclass
class Scrapes:
    """What was scraped, first and last, and how many seconds lie between."""

    first: Scrape
    last: Scrape
    seconds: float

    def select(self, name: str, matches: Callable[[dict[str, str]], bool]) -> Vector:
        return {
            labels: value
            for (found, labels), value in self.last.items()
            if found == name and matches(dict(labels))
        }

    def rate(self, name: str, matches: Callable[[dict[str, str]], bool]) -> Vector:
        """A second; only of series that both scrapes have. A counter that fell began again at 0."""
        rates: Vector = {}
        for labels, now in self.select(name, matches).items():
            before = self.first.get((name, labels))
            if before is not None:
                rates[labels] = (now - before if now >= before else now) / self.seconds
        return rates


def evaluated(expression: str, scrapes: Scrapes) -> Vector:
    """The series for which a rule's expression holds, with their values."""
    parser = _Parser(expression, scrapes)
    result = parser.conjunction()
    assert parser.at_end(), f"left over in {expression}: {parser.tokens[parser.place :]}"
    assert isinstance(result, dict)
    return result


class _Parser:
    def __init__(self, expression: str, scrapes: Scrapes) -> None:
        self.tokens: list[str] = []
        self.place, self._scrapes = 0, scrapes
        at = 0
        while expression[at:].strip():
            found = _TOKEN.match(expression, at)
            assert found, f"not understood: {expression[at:]}"
            self.tokens.append(found[0].strip())
            at = found.end()

    def at_end(self) -> bool:
        return self.place == len(self.tokens)

    def conjunction(self) -> Vector | float:
        left = self._comparison()
        while self._taken("and") or self._taken("or"):
            both = self.tokens[self.place - 1] == "and"
            by_labels = not self._taken("on")
            if not by_labels:
                self._expect("(")
                self._expect(")")
            right = self._comparison()
            assert isinstance(left, dict)
            assert isinstance(right, dict)
            if both:
                left = {
                    labels: value
                    for labels, value in left.items()
                    if (labels in right if by_labels else right)
                }
            else:
                left = {**right, **left}
        return left

    def _comparison(self) -> Vector | float:
        left = self._product()
        for sign, holds in _COMPARISONS.items():
            if self._taken(sign):
                return _joined(left, self._product(), lambda a, b, holds=holds: a if holds(a, b) else None)
        return left

    def _product(self) -> Vector | float:
        left = self._operand()
        while sign := next((sign for sign in _ARITHMETIC if self._taken(sign)), None):
            left = _joined(left, self._operand(), _ARITHMETIC[sign])
        return left

    def _operand(self) -> Vector | float:
        token = self._next()
        functions = {
            "(": self._rest_of_brackets,
            "absent": self._absent,
            "sum": self._sum,
            "rate": self._rate,
            "histogram_quantile": self._quantile,
        }
        if token in functions:
            return functions[token]()
        return float(token) if token[0].isdigit() else self._scrapes.select(token, self._matchers())

    def _rest_of_brackets(self) -> Vector | float:
        inner = self.conjunction()
        self._expect(")")
        return inner

    def _absent(self) -> Vector:
        self._expect("(")
        return {} if self._rest_of_brackets() else {NO_LABELS: 1.0}

    def _rate(self) -> Vector:
        self._expect("(")
        name, matches = self._next(), self._matchers()
        self._expect("[")
        assert self._next().isdigit()
        assert self._next() in ("m", "h")
        self._expect("]")
        self._expect(")")
        return self._scrapes.rate(name, matches)

    def _sum(self) -> Vector:
        names: list[str] = []
        if self._taken("by"):
            self._expect("(")
            while not self._taken(")"):
                names += [token] if (token := self._next()) != "," else []
        self._expect("(")
        inner = self._rest_of_brackets()
        assert isinstance(inner, dict)
        sums: Vector = {}
        for labels, value in inner.items():
            key = frozenset(pair for pair in labels if pair[0] in names)
            sums[key] = sums.get(key, 0.0) + value
        return sums

    def _quantile(self) -> Vector:
        self._expect("(")
        wanted = float(self._next())
        self._expect(",")
        inner = self._rest_of_brackets()
        assert isinstance(inner, dict)
        groups: dict[Labels, list[tuple[float, float]]] = {}
        for labels, value in inner.items():
            bound = float(dict(labels)["le"].replace("+Inf", "inf"))
            groups.setdefault(frozenset(pair for pair in labels if pair[0] != "le"), []).append(
                (bound, value)
            )
        return {labels: _quantile_of(wanted, sorted(buckets)) for labels, buckets in groups.items()}

    def _matchers(self) -> Callable[[dict[str, str]], bool]:
        conditions: list[tuple[str, str, str]] = []
        if self._taken("{"):
            while not self._taken("}"):
                if not self._taken(","):
                    conditions.append((self._next(), self._next(), self._next().strip('"')))
        return lambda labels: all(_fits(labels.get(name, ""), sign, text) for name, sign, text in conditions)

    def _next(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def _taken(self, token: str) -> bool:
        if self.at_end() or self.tokens[self.place] != token:
            return False
        self.place += 1
        return True

    def _expect(self, token: str) -> None:
        assert self._taken(token), f"{token} expected in {self.tokens[self.place :]}"


def _fits(value: str, sign: str, text: str) -> bool:
    fits = {"=": value == text, "!=": value != text, "=~": re.fullmatch(text, value) is not None}
    return fits[sign]


def _joined(
    left: Vector | float, right: Vector | float, join: Callable[[float, float], float | None]
) -> Vector | float:
    """Element by element; series of both sides with the same labels, or a number with each series."""
    if isinstance(left, float) and isinstance(right, float):
        found = join(left, right)
        return nan if found is None else found
    if isinstance(left, float):
        assert isinstance(right, dict)
        pairs = {labels: join(left, value) for labels, value in right.items()}
    elif isinstance(right, float):
        pairs = {labels: join(value, right) for labels, value in left.items()}
    else:
        pairs = {labels: join(value, right[labels]) for labels, value in left.items() if labels in right}
    return {labels: value for labels, value in pairs.items() if value is not None}


def _quantile_of(wanted: float, buckets: list[tuple[float, float]]) -> float:
    """Between the bounds of the bucket in which it lies, as Prometheus interpolates."""
    rank = wanted * buckets[-1][1]
    for (low, below), (high, upto) in pairwise([(0.0, 0.0), *buckets]):
        if upto >= rank and upto > below:
            return low if high == inf else low + (high - low) * (rank - below) / (upto - below)
    return nan
