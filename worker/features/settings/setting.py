"""What a setting is: its present value, the values offered, and how one of them is set."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from worker.core.speaker import Speaker


class Choice(NamedTuple):
    """A value that is offered: what its button says, and what stands in the button's data."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Place:
    """Whose setting is read or set, in whose transaction, and when (UTC)."""

    session: AsyncSession
    speaker: Speaker
    now: dt.datetime


Read = Callable[[Place], Awaitable[str]]
Offer = Callable[[Place], Awaitable[list[Choice]]]
# False for a value that no button of ours carries; a ValueError or LookupError says the same.
Change = Callable[[Place, str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `key` is in its buttons' data, `label` and `hint` are keys of the catalogues; `hint` says how it is
    changed in words. `right` is who may see and change it. A row of its buttons holds `in_a_row` of them.
    `owner_leads` are the owner's further buttons, which lead to other screens: label and data."""

    key: str
    label: str
    read: Read
    offer: Offer
    change: Change
    hint: str
    right: Literal["member", "owner"] = "member"
    in_a_row: int = 2
    owner_leads: tuple[tuple[str, str], ...] = ()
