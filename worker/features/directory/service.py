"""Carries out requests about businesses, projects and people under one operation, and undoes such operations."""

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
from worker.features.directory.absences import coming_absences
from worker.features.directory.entries import (
    BUSINESS,
    MEMBER,
    PROJECT,
    Entry,
    EntryKind,
    entry_kind,
)
from worker.features.directory.glossary import learn_words
from worker.features.directory.invitation_offer import namesakes, offer_invitation, same_person_question
from worker.features.directory.name_checks import capitalise_name, clean_name, fold_name
from worker.features.directory.queries import Directory, load_directory, load_known_directory
from worker.features.directory.recorder import DirectoryRecorder, entry_content
from worker.features.directory.requests import (
    ArchiveEntry,
    DirectoryRequest,
    EntryDetails,
    InviteMember,
    ListEntries,
    RenameEntry,
    SaveEntries,
    SaveEntry,
    SetRole,
    ShowEntry,
    ToggleBusiness,
)
from worker.features.directory.views import business_choice, directory_list, entry_card, entry_cards

MAX_KEYWORDS = 40
MAX_ALIASES = 12
_OWNER_ROLES = frozenset(
    {"owner", "the owner", "an owner", "co-owner", "владелец", "владелица", "совладелец"}
)

_NEW = {
    "b": gettext_noop("New business"),
    "p": gettext_noop("New project"),
    "m": gettext_noop("New team member"),
}
_NOT_FOUND = {
    "b": gettext_noop("There is no business “{name}”. /business shows yours."),
    "p": gettext_noop("There is no project “{name}”. /projects shows yours."),
    "m": gettext_noop("There is nobody called “{name}”. /team shows everybody."),
}


class _RefusedError(Exception):
    """Why a request is refused, in the reader's language."""


async def fulfil_request(
    session: AsyncSession, speaker: Speaker, request: DirectoryRequest, context: HandlerContext
) -> Reply:
    """Carry out a request in the caller's transaction. Only the owner may change anything; every member may look."""
    looking = isinstance(request, ShowEntry | ListEntries)
    if not looking and not speaker.is_owner:
        return Reply(speaker.translator.gettext("Only the owner can do this."))
    directory = (
        await load_known_directory(session, speaker)
        if looking
        else await load_directory(session, speaker.workspace_id, changing=True)
    )
    try:
        return await _RequestHandler(session, speaker, directory, context).fulfil(request)
    except _RefusedError as reason:
        return Reply(str(reason))


class _RequestHandler:
    """Carries out one request."""

    def __init__(
        self, session: AsyncSession, speaker: Speaker, directory: Directory, context: HandlerContext
    ) -> None:
        self._session, self._speaker, self._directory, self._moment = session, speaker, directory, context
        self._translator = speaker.translator
        self._operation: Operation | None = None

    async def fulfil(self, request: DirectoryRequest) -> Reply:
        match request:
            case SaveEntry() | SaveEntries():
                return await (
                    self._save(request) if isinstance(request, SaveEntry) else self._save_all(request)
                )
            case RenameEntry():
                return await self._rename(request)
            case ArchiveEntry():
                return await self._archive(request)
            case ToggleBusiness():
                return await self._toggle(request)
            case InviteMember() | SetRole():
                return await (
                    self._invite(request) if isinstance(request, InviteMember) else self._set_role(request)
                )
            case ShowEntry() | ListEntries():
                return await self._show(request)

    async def _show(self, request: ShowEntry | ListEntries) -> Reply:
        if request.kind is MEMBER:
            self._directory.away = await coming_absences(self._session, self._speaker, self._moment.now)
        if isinstance(request, ListEntries):
            return directory_list(self._speaker, self._directory, request)
        return entry_card(self._speaker, self._directory, self._require(request.kind, request.name))

    async def _save(self, request: SaveEntry) -> Reply:
        row = self._find(request.kind, request.name)
        if row is None and request.known:
            raise _RefusedError(self._not_found_text(request.kind, request.name))
        if row is None:
            return await self._create_card(request.kind, str(request.name), request.details)
        back = row.archived_at is not None and not request.known
        heading = self._restored_text(row) if back else self._translator.gettext("Changed")
        return await self._change(row, self._fields_after(row, request), heading)

    def _fields_after(self, row: Entry, request: SaveEntry) -> dict[str, Any]:
        """The new values of an entry that exists; one in the archive is restored, unless `known` asks for one that is not archived."""
        back = row.archived_at is not None and not request.known
        return self._merged_fields(row, request.details) | ({"archived": False} if back else {})

    def _restored_text(self, row: Entry) -> str:
        """That an entry is restored; for a member who had joined, also that their account has access again."""
        heading = self._translator.gettext("Back from the archive.")
        if isinstance(row, Member) and row.telegram_user_id is not None:
            heading += " " + self._translator.gettext("The previous Telegram account has access again.")
        return heading

    async def _save_all(self, request: SaveEntries) -> Reply:
        """Create the entries that do not exist and update those that do; an entry that is refused is left out."""
        made: list[Entry] = []
        away = [row for kind in (BUSINESS, MEMBER) for row in self._directory.all_of(kind) if row.archived_at]
        for put in request.entries:
            with suppress(_RefusedError):
                row = self._find(put.kind, put.name)
                if row is None:
                    made.append(await self._create(put.kind, str(put.name), put.details))
                elif await self._save_if_changed(row, put) and row not in made:
                    made.append(row)
        if not made:
            return directory_list(self._speaker, self._directory, ListEntries(request.entries[0].kind))
        assert self._operation is not None
        card = entry_cards(self._speaker, self._directory, made, self._operation.id)
        back = [f"{escape_html(row.name)}: {self._restored_text(row)}" for row in made if row in away]
        return replace(card, text="\n".join([card.text, *back]))

    async def _save_if_changed(self, row: Entry, put: SaveEntry) -> bool:
        fields, content = self._fields_after(row, put), entry_content(row, self._directory)
        if all(content[name] == value for name, value in fields.items()):
            return False
        return await (await self._recorder()).change(row, **fields)

    async def _create_card(self, kind: EntryKind, said: str, details: EntryDetails) -> Reply:
        return self._card_with_undo(
            await self._create(kind, said, details), self._translator.gettext(_NEW[kind.letter])
        )

    async def _create(self, kind: EntryKind, said: str, details: EntryDetails) -> Entry:
        name = self._free_name(kind, capitalise_name(clean_name(said)), None)
        if len(self._directory.all_of(kind)) >= kind.most:
            raise _RefusedError(
                self._translator.gettext("That is more than I can tell apart: {n} at most.", n=kind.most)
            )
        fields = self._fields_of(kind, details)
        return await (await self._recorder()).make(kind, name=name, **fields)

    async def _rename(self, request: RenameEntry) -> Reply:
        row = self._require(request.kind, request.name)
        name = self._free_name(request.kind, capitalise_name(clean_name(request.new)), row)
        before = row.name
        card = await self._change(row, {"name": name}, f"{escape_html(before)} → {escape_html(name)}")
        await learn_words(self._session, self._speaker.workspace_id, [name], "name", self._moment.now)
        return card

    async def _archive(self, request: ArchiveEntry) -> Reply:
        row = self._require(request.kind, request.name, archived=request.back)
        if isinstance(row, Member) and row.is_owner:
            raise _RefusedError(self._translator.gettext("The owner cannot be archived."))
        heading = (
            self._restored_text(row)
            if request.back
            else self._translator.gettext("Archived. Old tasks keep the name.")
        )
        return await self._change(row, {"archived": not request.back}, heading)

    async def _toggle(self, request: ToggleBusiness) -> Reply:
        row = self._require(request.kind, request.name)
        business = self._require(BUSINESS, request.business_id)
        if isinstance(row, Project):
            fields: dict[str, Any] = {"business_id": None if row.business_id == business.id else business.id}
        else:
            holds = self._directory.works_for.get(row.id or 0, set()) ^ {business.id or 0}
            fields = {"businesses": sorted(holds)}
        await (await self._recorder()).change(row, **fields)
        return business_choice(self._speaker, self._directory, row)

    async def _set_role(self, request: SetRole) -> Reply:
        """The role in the businesses that are named, else in all of the member's, else in the only one there is."""
        row = self._require(MEMBER, request.name)
        if isinstance(row, Member) and row.is_owner:
            raise _RefusedError(self._translator.gettext("The owner can do everything already."))
        if row.archived_at is not None:
            return entry_card(self._speaker, self._directory, row)
        holds, known = self._directory.works_for.get(row.id or 0, set()), self._directory.living(BUSINESS)
        only = {known[0].id or 0} if len(known) == 1 else set[int]()
        firms = {self._require(BUSINESS, each).id or 0 for each in request.businesses} or holds or only
        if not firms:
            raise _RefusedError(
                self._translator.gettext("{name} works for no business yet.", name=escape_html(row.name))
            )
        roles = {str(firm): role for firm, role in self._directory.roles.get(row.id or 0, {}).items()}
        roles |= {str(firm): request.role for firm in firms}
        kept = {firm: role for firm, role in sorted(roles.items()) if role != "member"}
        fields = {"businesses": sorted(holds | firms), "roles": kept}
        return await self._change(row, fields, self._translator.gettext("Changed"))

    async def _invite(self, request: InviteMember) -> Reply:
        """A link for a new member, or for a member whom the name certainly means; otherwise a question."""
        if isinstance(request.name, int):
            row: Entry | None = self._require(MEMBER, request.name)
        else:
            name = clean_name(request.name)
            row = self._directory.exactly(MEMBER, name)
            similar = [] if row is not None or request.exact_name else namesakes(self._directory, name)
            if similar:
                return same_person_question(self._speaker, name, similar)
            row = row or await self._create(MEMBER, name, EntryDetails())
        assert isinstance(row, Member)
        return await offer_invitation(
            self._session,
            self._speaker,
            row,
            self._moment,
            new_account=request.new_account,
            undo_id=self._operation.id if self._operation else None,
        )

    async def _change(self, row: Entry, fields: dict[str, Any], heading: str) -> Reply:
        content = entry_content(row, self._directory)
        if all(content[name] == value for name, value in fields.items()):
            return entry_card(self._speaker, self._directory, row)
        await (await self._recorder()).change(row, **fields)
        return self._card_with_undo(row, heading)

    def _merged_fields(self, row: Entry, details: EntryDetails) -> dict[str, Any]:
        """The fields of an existing entry with the given details added."""
        given = self._fields_of(entry_kind(row), details, owner=row)
        if isinstance(row, Business):
            kept = [
                word for word in row.keywords if fold_name(word) not in set(map(fold_name, details.dropped))
            ]
            given["keywords"] = list(dict.fromkeys([*kept, *given.get("keywords", [])]))[:MAX_KEYWORDS]
        if isinstance(row, Member):
            kept = [
                word for word in row.aliases if fold_name(word) not in set(map(fold_name, details.dropped))
            ]
            given["aliases"] = list(dict.fromkeys([*kept, *given.get("aliases", [])]))[:MAX_ALIASES]
            holds = self._directory.works_for.get(row.id or 0, set())
            given["businesses"] = sorted(holds | set(given.get("businesses", [])))
        return given

    def _fields_of(
        self, kind: EntryKind, details: EntryDetails, owner: Entry | None = None
    ) -> dict[str, Any]:
        """The column values of the given details; names of businesses become their ids."""
        fields: dict[str, Any] = {}
        businesses = [self._require(BUSINESS, said).id for said in details.businesses]
        if kind is BUSINESS:
            words = [word.lower() for word in details.keywords][:MAX_KEYWORDS]
            fields = {"keywords": list(dict.fromkeys(words))}
            fields |= {"emoji": details.emoji} if details.emoji else {}
        elif kind is PROJECT:
            fields = {"business_id": businesses[0]} if businesses else {}
        else:
            fields = {"aliases": [self._free_alias(word, owner) for word in details.aliases][:MAX_ALIASES]}
            fields |= {"role": self._free_role(details.role, owner)} if details.role else {}
            fields["businesses"] = businesses
        return fields

    def _free_name(self, kind: EntryKind, name: str, owner: Entry | None) -> str:
        if not name:
            raise _RefusedError(self._translator.gettext("A name needs at least one letter."))
        other = self._directory.exactly(kind, name)
        if other is not None and other is not owner:
            taken = self._translator.gettext("“{name}” already exists.", name=escape_html(other.name))
            if other.archived_at is not None:
                taken = self._translator.gettext(
                    "“{name}” is in the archive and keeps the name.", name=escape_html(other.name)
                )
            raise _RefusedError(taken)
        return name

    def _free_alias(self, word: str, owner: Entry | None) -> str:
        return self._free_name(MEMBER, word, owner)

    def _free_role(self, role: str, member: Entry | None) -> str:
        """The role, refused when it would pass a member off as the owner."""
        if fold_name(role) in _OWNER_ROLES and not (isinstance(member, Member) and member.is_owner):
            raise _RefusedError(
                self._translator.gettext("A role does not make anybody the owner: choose another word.")
            )
        return role

    def _find(self, kind: EntryKind, name: str | int) -> Entry | None:
        if isinstance(name, int):
            return self._directory.by_id(kind, name)
        return self._directory.exactly(kind, clean_name(name)) or self._directory.find(kind, clean_name(name))

    def _require(self, kind: EntryKind, name: str | int, *, archived: bool | None = None) -> Entry:
        row = self._find(kind, name)
        if row is None and archived and isinstance(name, str):
            row = self._directory.find(kind, clean_name(name), archived=True)
        if row is None:
            raise _RefusedError(self._not_found_text(kind, name))
        return row

    def _not_found_text(self, kind: EntryKind, name: str | int) -> str:
        if isinstance(name, int):
            return self._translator.gettext("This button has expired. /today shows what is open.")
        return self._translator.gettext(_NOT_FOUND[kind.letter], name=escape_html(clean_name(name)))

    def _card_with_undo(self, row: Entry, heading: str) -> Reply:
        assert self._operation is not None
        return entry_card(self._speaker, self._directory, row, heading, self._operation.id)

    async def _recorder(self) -> DirectoryRecorder:
        if self._operation is None:
            self._operation = await new_operation(self._session, self._speaker, "world", self._moment)
        return DirectoryRecorder(self._session, self._directory, self._operation, self._moment.now)
