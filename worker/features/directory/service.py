"""Granting: a wish of the owner's becomes rows under one operation, and the card that tells of it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from models.tables.business import Business
from models.tables.member import Member
from models.tables.operation import Operation
from models.tables.project import Project
from worker.core.handler import HandlerContext
from worker.core.i18n import gettext_noop
from worker.core.operations import new_operation
from worker.core.reply import Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.directory.directory_changes import (
    Archive,
    Details,
    Invite,
    Listing,
    Put,
    Rename,
    Show,
    Together,
    Toggle,
    Wish,
)
from worker.features.directory.glossary import learn
from worker.features.directory.invitation_offer import is_it_one_of, namesakes, offer_link
from worker.features.directory.kinds import BUSINESS, MEMBER, PROJECT, Kind, Row
from worker.features.directory.name_checks import capital, clean, fold
from worker.features.directory.queries import Rows, load_rows
from worker.features.directory.recorder import WorldChanges, content_of
from worker.features.directory.views import card_of_row, cards_of_rows, firm_choice, list_of

MOST_KEYWORDS = 40
MOST_ALIASES = 12
_OWNERS = frozenset({"owner", "the owner", "an owner", "co-owner", "владелец", "владелица", "совладелец"})

_NEW = {
    "b": gettext_noop("New business"),
    "p": gettext_noop("New project"),
    "m": gettext_noop("New team member"),
}
_NONE = {
    "b": gettext_noop("There is no business “{name}”. /business shows yours."),
    "p": gettext_noop("There is no project “{name}”. /projects shows yours."),
    "m": gettext_noop("There is nobody called “{name}”. /team shows everybody."),
}


class _NotPossibleError(Exception):
    """Why a wish cannot be granted, in the reader's words."""


async def grant(session: AsyncSession, speaker: Speaker, wish: Wish, moment: HandlerContext) -> Reply:
    """Do what is wished for, in the caller's transaction. Only the owner changes anything; everybody may look."""
    looking = isinstance(wish, Show | Listing)
    if not looking and not speaker.is_owner:
        return Reply(speaker.translator.gettext("Only the owner can do this."))
    rows = await load_rows(session, speaker.workspace_id, changing=not looking)
    try:
        return await _Granting(session, speaker, rows, moment).grant(wish)
    except _NotPossibleError as reason:
        return Reply(str(reason))


class _Granting:
    """One wish being granted."""

    def __init__(self, session: AsyncSession, speaker: Speaker, rows: Rows, moment: HandlerContext) -> None:
        self._session, self._speaker, self._rows, self._moment = session, speaker, rows, moment
        self._words = speaker.translator
        self._operation: Operation | None = None

    async def grant(self, wish: Wish) -> Reply:
        match wish:
            case Put() | Together():
                return await (self._put(wish) if isinstance(wish, Put) else self._together(wish))
            case Rename():
                return await self._rename(wish)
            case Archive():
                return await self._archive(wish)
            case Toggle():
                return await self._toggle(wish)
            case Invite():
                return await self._invite(wish)
            case Show() | Listing():
                return self._shown(wish)

    def _shown(self, wish: Show | Listing) -> Reply:
        if isinstance(wish, Listing):
            return list_of(self._speaker, self._rows, wish.kind, archived=wish.archived)
        return card_of_row(self._speaker, self._rows, self._meant(wish.kind, wish.name))

    async def _put(self, wish: Put) -> Reply:
        row = self._there(wish.kind, wish.name)
        if row is None and wish.known:
            raise _NotPossibleError(self._none(wish.kind, wish.name))
        if row is None:
            return await self._make(wish.kind, str(wish.name), wish.details)
        back = row.archived_at is not None and not wish.known
        told = self._told_back(row) if back else self._words.gettext("Changed")
        return await self._changed(row, self._told(row, wish), told)

    def _told(self, row: Row, wish: Put) -> dict[str, Any]:
        """What a row becomes by what is told of it; one in the archive comes back, unless it was to be a living one."""
        back = row.archived_at is not None and not wish.known
        return self._added(row, wish.details) | ({"archived": False} if back else {})

    def _told_back(self, row: Row) -> str:
        """That a row is back; of a person who had joined also that they are let in again."""
        told = self._words.gettext("Back from the archive.")
        if isinstance(row, Member) and row.telegram_user_id is not None:
            told += " " + self._words.gettext("The previous Telegram account has access again.")
        return told

    async def _together(self, wish: Together) -> Reply:
        """Those that are not there yet, and what is told anew of those that are; a name that cannot be is left out."""
        made: list[Row] = []
        away = [row for kind in (BUSINESS, MEMBER) for row in self._rows.all_of(kind) if row.archived_at]
        for put in wish.wishes:
            with suppress(_NotPossibleError):
                row = self._there(put.kind, put.name)
                if row is None:
                    made.append(await self._made(put.kind, str(put.name), put.details))
                elif await self._told_more(row, put) and row not in made:
                    made.append(row)
        if not made:
            return list_of(self._speaker, self._rows, wish.wishes[0].kind)
        assert self._operation is not None
        card = cards_of_rows(self._speaker, self._rows, made, self._operation.id)
        back = [f"{escape_html(row.name)}: {self._told_back(row)}" for row in made if row in away]
        return replace(card, text="\n".join([card.text, *back]))

    async def _told_more(self, row: Row, put: Put) -> bool:
        fields, content = self._told(row, put), content_of(row, self._rows)
        if all(content[name] == value for name, value in fields.items()):
            return False
        return await (await self._changes()).change(row, **fields)

    async def _make(self, kind: Kind, said: str, details: Details) -> Reply:
        return self._card(await self._made(kind, said, details), self._words.gettext(_NEW[kind.letter]))

    async def _made(self, kind: Kind, said: str, details: Details) -> Row:
        name = self._free_name(kind, capital(clean(said)), None)
        if len(self._rows.all_of(kind)) >= kind.most:
            raise _NotPossibleError(
                self._words.gettext("That is more than I can tell apart: {n} at most.", n=kind.most)
            )
        fields = self._details(kind, details)
        return await (await self._changes()).make(kind, name=name, **fields)

    async def _rename(self, wish: Rename) -> Reply:
        row = self._meant(wish.kind, wish.name)
        name = self._free_name(wish.kind, capital(clean(wish.new)), row)
        before = row.name
        card = await self._changed(row, {"name": name}, f"{escape_html(before)} → {escape_html(name)}")
        await learn(self._session, self._speaker.workspace_id, [name], "name", self._moment.now)
        return card

    async def _archive(self, wish: Archive) -> Reply:
        row = self._meant(wish.kind, wish.name, archived=wish.back)
        if isinstance(row, Member) and row.is_owner:
            raise _NotPossibleError(self._words.gettext("The owner cannot be archived."))
        told = (
            self._told_back(row) if wish.back else self._words.gettext("Archived. Old tasks keep the name.")
        )
        return await self._changed(row, {"archived": not wish.back}, told)

    async def _toggle(self, wish: Toggle) -> Reply:
        row = self._meant(wish.kind, wish.name)
        firm = self._meant(BUSINESS, wish.business_id)
        if isinstance(row, Project):
            fields: dict[str, Any] = {"business_id": None if row.business_id == firm.id else firm.id}
        else:
            holds = self._rows.works_for.get(row.id or 0, set()) ^ {firm.id or 0}
            fields = {"businesses": sorted(holds)}
        await (await self._changes()).change(row, **fields)
        return firm_choice(self._speaker, self._rows, row)

    async def _invite(self, wish: Invite) -> Reply:
        """A link for a new member or for one of whom it is certain that they are meant; else a question."""
        if isinstance(wish.name, int):
            row: Row | None = self._meant(MEMBER, wish.name)
        else:
            name = clean(wish.name)
            row = self._rows.exactly(MEMBER, name)
            similar = [] if row is not None or wish.told_apart else namesakes(self._rows, name)
            if similar:
                return is_it_one_of(self._speaker, name, similar)
            row = row or await self._made(MEMBER, name, Details())
        assert isinstance(row, Member)
        return await offer_link(
            self._session,
            self._speaker,
            row,
            self._moment,
            new_account=wish.new_account,
            undo_id=self._operation.id if self._operation else None,
        )

    async def _changed(self, row: Row, fields: dict[str, Any], told: str) -> Reply:
        content = content_of(row, self._rows)
        if all(content[name] == value for name, value in fields.items()):
            return card_of_row(self._speaker, self._rows, row)
        await (await self._changes()).change(row, **fields)
        return self._card(row, told)

    def _added(self, row: Row, details: Details) -> dict[str, Any]:
        """The fields of a row that is there, with what was said added to it."""
        given = self._details(_kind(row), details, owner=row)
        if isinstance(row, Business):
            kept = [word for word in row.keywords if fold(word) not in set(map(fold, details.dropped))]
            given["keywords"] = list(dict.fromkeys([*kept, *given.get("keywords", [])]))[:MOST_KEYWORDS]
        if isinstance(row, Member):
            kept = [word for word in row.aliases if fold(word) not in set(map(fold, details.dropped))]
            given["aliases"] = list(dict.fromkeys([*kept, *given.get("aliases", [])]))[:MOST_ALIASES]
            holds = self._rows.works_for.get(row.id or 0, set())
            given["businesses"] = sorted(holds | set(given.get("businesses", [])))
        return given

    def _details(self, kind: Kind, details: Details, owner: Row | None = None) -> dict[str, Any]:
        """Columns for what was said; names of businesses become their ids."""
        fields: dict[str, Any] = {}
        firms = [self._meant(BUSINESS, said).id for said in details.businesses]
        if kind is BUSINESS:
            words = [word.lower() for word in details.keywords][:MOST_KEYWORDS]
            fields = {"keywords": list(dict.fromkeys(words))}
            fields |= {"emoji": details.emoji} if details.emoji else {}
        elif kind is PROJECT:
            fields = {"business_id": firms[0]} if firms else {}
        else:
            fields = {"aliases": [self._free_alias(word, owner) for word in details.aliases][:MOST_ALIASES]}
            fields |= {"role": self._free_role(details.role, owner)} if details.role else {}
            fields["businesses"] = firms
        return fields

    def _free_name(self, kind: Kind, name: str, owner: Row | None) -> str:
        if not name:
            raise _NotPossibleError(self._words.gettext("A name needs at least one letter."))
        other = self._rows.exactly(kind, name)
        if other is not None and other is not owner:
            taken = self._words.gettext("“{name}” already exists.", name=escape_html(other.name))
            if other.archived_at is not None:
                taken = self._words.gettext(
                    "“{name}” is in the archive and keeps the name.", name=escape_html(other.name)
                )
            raise _NotPossibleError(taken)
        return name

    def _free_alias(self, word: str, owner: Row | None) -> str:
        return self._free_name(MEMBER, word, owner)

    def _free_role(self, role: str, member: Row | None) -> str:
        """A role that does not pass somebody off as the owner: nobody becomes that by words."""
        if fold(role) in _OWNERS and not (isinstance(member, Member) and member.is_owner):
            raise _NotPossibleError(
                self._words.gettext("A role does not make anybody the owner: choose another word.")
            )
        return role

    def _there(self, kind: Kind, name: str | int) -> Row | None:
        if isinstance(name, int):
            return self._rows.by_id(kind, name)
        return self._rows.exactly(kind, clean(name)) or self._rows.find(kind, clean(name))

    def _meant(self, kind: Kind, name: str | int, *, archived: bool | None = None) -> Row:
        row = self._there(kind, name)
        if row is None and archived and isinstance(name, str):
            row = self._rows.find(kind, clean(name), archived=True)
        if row is None:
            raise _NotPossibleError(self._none(kind, name))
        return row

    def _none(self, kind: Kind, name: str | int) -> str:
        if isinstance(name, int):
            return self._words.gettext("This button has expired. /today shows what is open.")
        return self._words.gettext(_NONE[kind.letter], name=escape_html(clean(name)))

    def _card(self, row: Row, told: str) -> Reply:
        assert self._operation is not None
        return card_of_row(self._speaker, self._rows, row, told, self._operation.id)

    async def _changes(self) -> WorldChanges:
        if self._operation is None:
            self._operation = await new_operation(self._session, self._speaker, "world", self._moment)
        return WorldChanges(self._session, self._rows, self._operation, self._moment.now)


def _kind(row: Row) -> Kind:
    return BUSINESS if isinstance(row, Business) else PROJECT if isinstance(row, Project) else MEMBER
