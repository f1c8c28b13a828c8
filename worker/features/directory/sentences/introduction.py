"""Introducing: a message of several sentences that all tell of the world is taken as a whole, and taken back as one."""

import datetime as dt
from dataclasses import replace

from worker.features.directory.directory_changes import Put, Together, Wish
from worker.features.directory.kinds import BUSINESS, MEMBER, Kind, Row
from worker.features.directory.queries import Rows
from worker.features.directory.sentences.sentence_reader import read_wish
from worker.understanding.bounded_pattern import bounded

_SENTENCES = bounded(r"(?<=[.!;])\s+|\s*\n+\s*")
_MOST_SENTENCES = 12


def read_world(text: str, rows: Rows, now: dt.datetime, *, spoken: bool = False) -> Wish | None:
    """What a message wishes for the world: one sentence (see `read_wish`), or "We have two businesses: Lab and Repair.
    Dima works at Repair", where a later sentence knows what an earlier one told. None where any sentence is something else.
    """
    alone = read_wish(text, rows, now, spoken=spoken)
    sentences = [said for said in _SENTENCES.split(text.strip()) if said]
    if alone is not None or not 2 <= len(sentences) <= _MOST_SENTENCES:
        return alone
    told = _Told(rows)
    for said in sentences:
        wish = read_wish(said.rstrip(";"), told.rows, now, spoken=spoken)
        puts = wish.wishes if isinstance(wish, Together) else (wish,)
        for put in puts:
            if not isinstance(put, Put) or put.kind not in {BUSINESS, MEMBER}:
                return None
            told.take(put)
    return Together(tuple(told.puts))


class _Told:
    """The world as it would be after the sentences so far. What is not there yet has a negative id."""

    def __init__(self, rows: Rows) -> None:
        self.rows = replace(rows, of_kind={letter: list(known) for letter, known in rows.of_kind.items()})
        self.puts: list[Put] = []
        self._new: dict[int, str] = {}

    def take(self, put: Put) -> None:
        """One more wish, by names where it means what only this message told."""
        businesses = tuple(self._said(each) for each in put.details.businesses)
        named = replace(put, name=self._said(put.name), details=replace(put.details, businesses=businesses))
        self.puts.append(named)
        if isinstance(named.name, str) and self.rows.exactly(named.kind, named.name) is None:
            self._add(named.kind, named.name)

    def _said(self, name: str | int) -> str | int:
        return self._new.get(name, name) if isinstance(name, int) else name

    def _add(self, kind: Kind, name: str) -> None:
        number = -1 - len(self._new)
        self._new[number] = name
        row: Row = kind.table(id=number, workspace_id=self.rows.workspace_id, name=name)
        self.rows.of_kind.setdefault(kind.letter, []).append(row)
