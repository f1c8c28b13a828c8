"""Argument: what stands after /business, /projects or /team, read forgivingly in both languages."""

import re

from worker.features.directory.directory_changes import Archive, Details, Listing, Put, Rename, Show, Wish
from worker.features.directory.kinds import BUSINESS, PROJECT, Kind
from worker.features.directory.name_checks import clean, clean_role, split_words, take_emoji
from worker.features.directory.queries import Rows
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


def wish_of_argument(kind: Kind, argument: str, rows: Rows) -> Wish:
    """What a command's argument wishes for; an empty one lists. A bare known name shows it, a new one makes it."""
    text = " ".join(argument.split())
    if not text:
        return Listing(kind)
    if _ARCHIVED.match(text):
        return Listing(kind, archived=True)
    for pattern, back in ((_ARCHIVE, False), (_RESTORE, True)):
        found = pattern.match(text)
        if found and rows.exactly(kind, clean(text)) is None:
            return Archive(kind, found["name"], back=back)
    renamed = _RENAME.match(text)
    if renamed:
        return Rename(kind, renamed["old"] or renamed["old_"], renamed["new"] or renamed["new_"])
    return _put(kind, argument, rows)


def _put(kind: Kind, argument: str, rows: Rows) -> Wish:
    added = _ADD.match(argument.strip())
    if added and rows.exactly(kind, clean(argument)) is None:
        argument = added["rest"]
    emoji, rest = take_emoji(argument)
    name, *tails = _COLON.split(rest, maxsplit=1)
    if not tails and "," in name:
        name, *tails = name.split(",", maxsplit=1)
    tail = tails[0] if tails else ""
    known = rows.find(kind, clean(name))
    details = _details(kind, emoji, tail, rows)
    if known is not None and details == Details():
        return Show(kind, known.id or 0)
    return Put(kind, name, details)


def _details(kind: Kind, emoji: str | None, tail: str, rows: Rows) -> Details:
    if kind is BUSINESS:
        return Details(emoji=emoji, keywords=split_words(_KEYWORDS.sub("", tail.strip())))
    if kind is PROJECT:
        inside = _IN.match(tail.strip())
        said = clean(inside["name"] if inside else tail)
        return Details(businesses=(said,)) if said else Details()
    return _of_member(tail, rows)


def _of_member(tail: str, rows: Rows) -> Details:
    """ "fitter, Repair, nickname Dimon": a known business, a nickname, or else the role."""
    role: str | None = None
    firms: list[str] = []
    aliases: tuple[str, ...] = ()
    for part in filter(None, (piece.strip() for piece in tail.replace(";", ",").split(","))):
        called, inside = _ALIAS.match(part), _IN.match(part)
        said = inside["name"] if inside else part
        firm = rows.find(BUSINESS, clean(said))
        if called:
            aliases += split_words(called["names"])
        elif firm is not None or inside:
            firms.append(said if firm is None else firm.name)
        elif role is None:
            role = clean_role(part) or None
        else:
            firms.append(part)
    return Details(role=role, businesses=tuple(firms), aliases=aliases)
