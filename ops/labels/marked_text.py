"""Marked messages as files hold them: "{task: <Ann> to [sweep up] by 5} {aside: it's a mess}"; see README.md."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from worker.understanding.local.labeller.kinds import KINDS, PERSON, TITLE

MESSAGES = Path(__file__).parent / "messages"
_OPENED = re.compile(r"\{(?P<kind>\w+): ?")
_NAME = re.compile(r"<[^<>{}\[\]]+>")
_CLOSING = {"]": "[", ">": "<"}


class MarkupError(ValueError):
    """A marked message that breaks the rules of the markup; the text says where."""


@dataclass(slots=True)
class Marked:
    """A message without its markup; spans are (what, start, stop) in characters of `text`."""

    text: str = ""
    clauses: list[tuple[str, int, int]] = field(default_factory=list)
    roles: list[tuple[int, int, int]] = field(default_factory=list)


def parse(marked: str) -> Marked:
    """A marked message taken apart. Raises MarkupError."""
    return _Parser(marked).parsed()


class _Parser:
    def __init__(self, marked: str) -> None:
        self.marked, self.at = marked, 0
        self.found = Marked()
        self.kind, self.start = "", 0
        self.open: list[tuple[str, int]] = []

    def parsed(self) -> Marked:
        while self.at < len(self.marked):
            self._take(self.marked[self.at])
        if self.kind or self.open:
            raise MarkupError(f"something is left open: {self.marked[-40:]}")
        return self.found

    def _take(self, letter: str) -> None:
        if not self.kind:
            self._between(letter)
        elif letter == "}":
            self.found.clauses.append((self.kind, self.start, len(self.found.text)))
            self.kind, self.at = "", self.at + 1
        elif letter == "[" or (letter == "<" and _NAME.match(self.marked, self.at)):
            self.open.append((letter, len(self.found.text)))
            self.at += 1
        elif self.open and _CLOSING.get(letter) == self.open[-1][0]:
            opened, start = self.open.pop()
            self.found.roles.append((TITLE if opened == "[" else PERSON, start, len(self.found.text)))
            self.at += 1
        else:
            self._keep(letter)

    def _between(self, letter: str) -> None:
        opened = _OPENED.match(self.marked, self.at)
        if opened is None:
            if not letter.isspace():
                raise MarkupError(f"words outside of braces: {self.marked[self.at : self.at + 40]}")
            self._keep(letter)
            return
        if opened["kind"] not in KINDS:
            raise MarkupError(f"no such kind: {opened['kind']}")
        self.kind, self.start, self.at = opened["kind"], len(self.found.text), opened.end()

    def _keep(self, letter: str) -> None:
        self.found.text += letter
        self.at += 1


def digest(language: str) -> str:
    """The SHA-256 of a language's training messages and their contexts."""
    files = (MESSAGES / f"{language}.jsonl", MESSAGES / f"{language}.contexts.json")
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def messages(name: str) -> list[tuple[Marked, dict[str, Any]]]:
    """The marked messages of a file of this folder, each with its context. Raises MarkupError."""
    contexts = json.loads((MESSAGES / f"{name[:2]}.contexts.json").read_text())
    lines = map(json.loads, (MESSAGES / f"{name}.jsonl").read_text().splitlines())
    return [(parse(line["marked"]), contexts[line["context"]]) for line in lines]
