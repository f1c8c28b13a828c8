"""Reads a message of several sentences that are all about businesses and people as one request."""

import datetime as dt
import re
from dataclasses import replace

from worker.features.directory.entries import BUSINESS, MEMBER, Entry, EntryKind
from worker.features.directory.queries import Directory
from worker.features.directory.requests import DirectoryRequest, SaveEntries, SaveEntry
from worker.features.directory.sentences.sentence_reader import read_directory_sentence
from worker.understanding.bounded_pattern import bounded

_SENTENCES = bounded(r"(?<=[.!;])\s+|\s*\n+\s*")
# "Tom works at Spoke, Maria is with the catering": read so when all of it is read.
_CLAUSES = bounded(r"\s*,\s+(?:(?:and|а|и|но)\s+)?|\s*;\s*", re.IGNORECASE)
_MOST_SENTENCES = 12


def read_directory_message(
    text: str, directory: Directory, now: dt.datetime, *, spoken: bool = False
) -> DirectoryRequest | None:
    """The request of one sentence (see `read_directory_sentence`), or of "We have two businesses: Lab and Repair.
    Dima works at Repair", where a later sentence refers to earlier ones. None when any sentence is something else.
    """
    alone = read_directory_sentence(text, directory, now, spoken=spoken)
    sentences = [said for said in _SENTENCES.split(text.strip()) if said]
    if alone is None and len(sentences) == 1:
        sentences = [said for said in _CLAUSES.split(sentences[0]) if said]
    if alone is not None or not 2 <= len(sentences) <= _MOST_SENTENCES:
        return alone
    so_far = _DirectorySoFar(directory)
    for said in sentences:
        request = read_directory_sentence(said.rstrip(";"), so_far.directory, now, spoken=spoken)
        puts = request.entries if isinstance(request, SaveEntries) else (request,)
        for put in puts:
            if not isinstance(put, SaveEntry) or put.kind not in {BUSINESS, MEMBER}:
                return None
            so_far.take(put)
    return SaveEntries(tuple(so_far.puts))


class _DirectorySoFar:
    """The directory as it would be after the sentences so far. Entries that do not exist yet have negative ids."""

    def __init__(self, directory: Directory) -> None:
        self.directory = replace(
            directory, of_kind={letter: list(known) for letter, known in directory.of_kind.items()}
        )
        self.puts: list[SaveEntry] = []
        self._new: dict[int, str] = {}

    def take(self, put: SaveEntry) -> None:
        """Add a request; entries that only this message introduces are referred to by name."""
        businesses = tuple(self._said(each) for each in put.details.businesses)
        named = replace(put, name=self._said(put.name), details=replace(put.details, businesses=businesses))
        self.puts.append(named)
        if isinstance(named.name, str) and self.directory.exactly(named.kind, named.name) is None:
            self._add(named.kind, named.name)

    def _said(self, name: str | int) -> str | int:
        return self._new.get(name, name) if isinstance(name, int) else name

    def _add(self, kind: EntryKind, name: str) -> None:
        number = -1 - len(self._new)
        self._new[number] = name
        row: Entry = kind.table(id=number, workspace_id=self.directory.workspace_id, name=name)
        self.directory.of_kind.setdefault(kind.letter, []).append(row)
