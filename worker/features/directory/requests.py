"""Requests about businesses, projects and people, from a command, a button, a typed answer or a plain sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from worker.features.directory.entries import EntryKind

MemberRole = Literal["manager", "member", "viewer"]


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """The details of an entry. Businesses are names as typed, or ids from a button."""

    emoji: str | None = None
    keywords: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    role: str | None = None
    businesses: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveEntry:
    """Create an entry, restore it from the archive, or add details to it.

    With `known` only an existing entry that is not archived.
    """

    kind: EntryKind
    name: str | int
    details: EntryDetails = field(default_factory=EntryDetails)
    known: bool = False


@dataclass(frozen=True, slots=True)
class SaveEntries:
    """Several entries from one message, saved under one operation."""

    entries: tuple[SaveEntry, ...]


@dataclass(frozen=True, slots=True)
class RenameEntry:
    """Give an entry another name."""

    kind: EntryKind
    name: str | int
    new: str


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """Archive an entry, or restore it with `back`; old tasks keep its name."""

    kind: EntryKind
    name: str | int
    back: bool = False


@dataclass(frozen=True, slots=True)
class ToggleBusiness:
    """Add a member to a business or remove them from it; the same for a project."""

    kind: EntryKind
    name: int
    business_id: int


@dataclass(frozen=True, slots=True)
class SetRole:
    """Say what a member may do in these businesses, ids or names as they were said; without any, in all they work for."""

    name: str | int
    role: MemberRole
    businesses: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Show one entry, with its buttons."""

    kind: EntryKind
    name: str | int


@dataclass(frozen=True, slots=True)
class ListEntries:
    """List all entries of a kind, or those in the archive.

    `below` are lines to stand below entries, by id; `marked` are the members that are overloaded.
    """

    kind: EntryKind
    archived: bool = False
    below: Mapping[int, str] = field(default_factory=dict)
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class InviteMember:
    """Invite the member of this name or id. With `exact_name` the name is not matched with forms of other names.

    With `new_account` the member already has access and moves to the account that opens the link.
    """

    name: str | int
    exact_name: bool = False
    new_account: bool = False


DirectoryRequest = (
    SaveEntry
    | SaveEntries
    | RenameEntry
    | ArchiveEntry
    | ToggleBusiness
    | SetRole
    | ShowEntry
    | ListEntries
    | InviteMember
)
