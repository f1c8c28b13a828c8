"""Wishes: what a person wants of their world, whichever way they said it: a command, a tap, an answer or plain words."""

from dataclasses import dataclass, field

from worker.features.directory.kinds import Kind


@dataclass(frozen=True, slots=True)
class Details:
    """What is said about a row. Businesses are names as they were said, or ids from a tap."""

    emoji: str | None = None
    keywords: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    role: str | None = None
    businesses: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Put:
    """There is one of this name with these details: made, fetched from the archive, or added to.

    With `known` only one that is there already.
    """

    kind: Kind
    name: str | int
    details: Details = field(default_factory=Details)
    known: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Several told in one breath, taken back as one."""

    wishes: tuple[Put, ...]


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name."""

    kind: Kind
    name: str | int
    new: str


@dataclass(frozen=True, slots=True)
class Archive:
    """Out of the lists, and back again with `back`; old tasks keep the name."""

    kind: Kind
    name: str | int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Toggle:
    """A member works for a business, or no longer; a project is the business's, or no longer."""

    kind: Kind
    name: int
    business_id: int


@dataclass(frozen=True, slots=True)
class Show:
    """One of them, with its buttons."""

    kind: Kind
    name: str | int


@dataclass(frozen=True, slots=True)
class Listing:
    """All of a kind, or those in the archive."""

    kind: Kind
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Invite:
    """A link for a person of this name or id. With `told_apart` a name is meant as it stands, not as a form of another.

    With `new_account` the person is in already and is to move to the account that opens the link.
    """

    name: str | int
    told_apart: bool = False
    new_account: bool = False


Wish = Put | Together | Rename | Archive | Toggle | Show | Listing | Invite
