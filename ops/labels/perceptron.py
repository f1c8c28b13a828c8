"""An averaged perceptron with a margin, in whole numbers: the same messages in the same order give the same weights."""

import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from worker.understanding.local.labeller.weights import Weights, checksum

Numbers = NDArray[np.int64]
# How a labelling of one message counts: for each token, the columns of its features' rows that it adds up.
Columns = Callable[[int], tuple[int, ...]]
Decode = Callable[[int, list[list[int]], list[list[int]]], list[int]]
_SEED = 1
_PARTS = 8  # kept weights are in eighths
_MOST = 2**15 - 1


class Perceptron:
    """Learns the rows of features and the links between labels."""

    def __init__(self, features: list[list[list[str]]], width: int, labels: int) -> None:
        seen = Counter(checksum(each) for message in features for token in message for each in token)
        self.rows = {
            key: row for row, key in enumerate(sorted(key for key, count in seen.items() if count > 1))
        }
        self.messages = [[self._known(token) for token in message] for message in features]
        self.width = width
        self.numbers: Numbers = np.zeros((len(self.rows), width), np.int64)
        self.links: Numbers = np.zeros((labels, labels), np.int64)
        self._late, self._late_links = np.zeros_like(self.numbers), np.zeros_like(self.links)
        self._step = 1

    def _known(self, token: Iterable[str]) -> Numbers:
        keys = map(checksum, token)
        return np.array([self.rows[key] for key in keys if key in self.rows], np.int64)

    def train(
        self,
        right: list[list[int]],
        decode: Decode,
        columns: Columns,
        linked: Callable[[int], int | None],
        rounds: int,
    ) -> None:
        """Goes over all messages `rounds` times. `columns` are what a label adds up, `linked` the label as the links know
        it where it follows another, None where it is no link."""
        order, shuffled = list(range(len(right))), random.Random(_SEED)  # noqa: S311 - the same order every time
        for _ in range(rounds):
            shuffled.shuffle(order)
            for number in order:
                scores = [self.numbers[rows].sum(0).tolist() for rows in self.messages[number]]
                said = decode(number, scores, self.links.tolist())
                self._learn(number, right[number], said, columns, linked)
                self._step += 1

    def _learn(
        self,
        number: int,
        right: list[int],
        said: list[int],
        columns: Columns,
        linked: Callable[[int], int | None],
    ) -> None:
        for at, (wanted, found) in enumerate(zip(right, said, strict=True)):
            if wanted != found:
                for label, sign in ((wanted, 1), (found, -1)):
                    self._add(self.messages[number][at], columns(label), sign)
            if at and said != right:
                for labels, sign in ((right, 1), (said, -1)):
                    self._link(linked(labels[at]), labels[at - 1], sign)

    def _add(self, rows: Numbers, columns: tuple[int, ...], sign: int) -> None:
        for column in columns:
            self.numbers[rows, column] += sign
            self._late[rows, column] += sign * self._step

    def _link(self, kind: int | None, before: int, sign: int) -> None:
        if kind is not None:
            self.links[kind, self._before(before)] += sign
            self._late_links[kind, self._before(before)] += sign * self._step

    def _before(self, label: int) -> int:
        return label >> 1 if len(self.links) * 2 + 1 == self.width else label

    def weights(self, least: int) -> Weights:
        """The average weights in eighths; rows without a number of at least `least` eighths are left out."""
        numbers = self._averaged(self.numbers, self._late)
        kept = {key: row for key, row in self.rows.items() if abs(numbers[row]).max() >= least}
        flat = array("h")
        for row in kept.values():
            flat.extend(numbers[row].tolist())
        starts = {key: number * self.width for number, key in enumerate(kept)}
        links = self._averaged(self.links, self._late_links).tolist()
        return Weights(self.width, starts, flat, tuple(map(tuple, links)))

    def _averaged(self, numbers: Numbers, late: Numbers) -> Numbers:
        averaged: Numbers = np.clip((numbers * self._step - late) * _PARTS // self._step, -_MOST, _MOST)
        return averaged
