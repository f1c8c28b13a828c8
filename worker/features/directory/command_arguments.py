"""Parses what is written after /business, /projects and /team, forgivingly and in both languages."""

import re

from worker.features.directory.entries import BUSINESS, PROJECT, EntryKind
from worker.features.directory.name_checks import clean_name, clean_role, split_emoji, split_words
from worker.features.directory.queries import Directory
from worker.features.directory.requests import (
    ArchiveEntry,
    DirectoryRequest,
    EntryDetails,
    ListEntries,
    RenameEntry,
    SaveEntry,
    ShowEntry,
)
from worker.understanding.bounded_pattern import bounded

_RENAME = bounded(
    r"^(?:(?:rename|переименуй|переименовать)\s+(?P<old>.+?)\s+(?:to|into|в|на|->|=>|→|>)\s+(?P<new>.+)"
    r"|(?P<old_>.+?)\s*(?:->|=>|→)\s*(?P<new_>.+))$",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVE = re.compile(
    r"^(?:archive|remove|delete|(?:за)?архивируй|в\s+архив|убери|удали)\s+(?P<name>.+)$", re.IGNORECASE
)
_RESTORE = re.compile(r"^(?:restore|unarchive|bring\s+back|верни|восстанови)\s+(?P<name>.+)$", re.IGNORECASE)
_ARCHIVED = re.compile(r"^(?:archived?|архив)$", re.IGNORECASE)
_ADD = re.compile(
    r"^(?:add|new|create|добавь|создай|заведи|нов(?:ый|ая|ое))\s+"
    r"(?:business|project|member|бизнес|проект|сотрудни[кц]а?)?\s*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COLON = bounded(r"\s*[:：]\s*|\s+[—–-]\s+")
_ALIAS = re.compile(
    r"^(?:nick(?:name)?s?|aka|a\.k\.a\.|known\s+as|also|прозвищ[ея]|кличк[аи]|ник|он(?:а)?\s+же|ещ[её])\s*[:—–-]?\s*(?P<names>.+)$",
    re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"^(?:with\s+)?(?:key\s?words?|ключевые(?:\s+слова)?|слова)\s*[:—–-]?\s*", re.IGNORECASE
)
_IN = re.compile(r"^(?:in|at|for|works\s+(?:for|at)|в|во|на|для)\s+(?P<name>.+)$", re.IGNORECASE)


def parse_command_argument(kind: EntryKind, argument: str, directory: Directory) -> DirectoryRequest:
    """The request of a command's argument: an empty one lists, a known name is shown, a new one is created."""
    text = " ".join(argument.split())
    if not text:
        return ListEntries(kind)
    if _ARCHIVED.match(text):
        return ListEntries(kind, archived=True)
    for pattern, back in ((_ARCHIVE, False), (_RESTORE, True)):
        found = pattern.match(text)
        if found and directory.exactly(kind, clean_name(text)) is None:
            return ArchiveEntry(kind, found["name"], back=back)
    renamed = _RENAME.match(text)
    if renamed:
        return RenameEntry(kind, renamed["old"] or renamed["old_"], renamed["new"] or renamed["new_"])
    return _save_request(kind, argument, directory)


def _save_request(kind: EntryKind, argument: str, directory: Directory) -> DirectoryRequest:
    added = _ADD.match(argument.strip())
    if added and directory.exactly(kind, clean_name(argument)) is None:
        argument = added["rest"]
    emoji, rest = split_emoji(argument)
    name, *tails = _COLON.split(rest, maxsplit=1)
    if not tails and "," in name:
        name, *tails = name.split(",", maxsplit=1)
    tail = tails[0] if tails else ""
    known = directory.find(kind, clean_name(name))
    details = _entry_details(kind, emoji, tail, directory)
    if known is not None and details == EntryDetails():
        return ShowEntry(kind, known.id or 0)
    return SaveEntry(kind, name, details)


def _entry_details(kind: EntryKind, emoji: str | None, tail: str, directory: Directory) -> EntryDetails:
    if kind is BUSINESS:
        return EntryDetails(emoji=emoji, keywords=split_words(_KEYWORDS.sub("", tail.strip())))
    if kind is PROJECT:
        inside = _IN.match(tail.strip())
        said = clean_name(inside["name"] if inside else tail)
        return EntryDetails(businesses=(said,)) if said else EntryDetails()
    return _member_details(tail, directory)


def _member_details(tail: str, directory: Directory) -> EntryDetails:
    """ "fitter, Repair, nickname Dimon": a known business, a nickname, or else the role."""
    role: str | None = None
    firms: list[str] = []
    aliases: tuple[str, ...] = ()
    for part in filter(None, (piece.strip() for piece in tail.replace(";", ",").split(","))):
        called, inside = _ALIAS.match(part), _IN.match(part)
        said = inside["name"] if inside else part
        firm = directory.find(BUSINESS, clean_name(said))
        if called:
            aliases += split_words(called["names"])
        elif firm is not None or inside:
            firms.append(said if firm is None else firm.name)
        elif role is None:
            role = clean_role(part) or None
        else:
            firms.append(part)
    return EntryDetails(role=role, businesses=tuple(firms), aliases=aliases)
