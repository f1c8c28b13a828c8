"""Showing: a list of a kind with a button for each, and the card of one with what can be done to it."""

from models.tables.business import Business
from models.tables.member import Member
from models.tables.project import Project
from worker.core.i18n import gettext_noop
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.directory.kinds import BUSINESS, MEMBER, PROJECT, Kind, Row, kind_of
from worker.features.directory.queries import Rows

Buttons = tuple[tuple[Button, ...], ...]
_LISTED = 60
_TAPPED = 24
_LABEL_LIMIT = 30

_HEADINGS = {"b": gettext_noop("Businesses"), "p": gettext_noop("Projects"), "m": gettext_noop("Team")}
_EMPTY = {
    "b": gettext_noop("No businesses yet."),
    "p": gettext_noop("No projects yet."),
    "m": gettext_noop("Nobody is on the team yet."),
}
_HINTS = {
    "b": gettext_noop("Add one with the words it goes by: /business Repair: spindle, mill"),
    "p": gettext_noop("Add one, its business after the colon: /projects Kiosk: Repair"),
    "m": gettext_noop("Add somebody: /team Dima: fitter, Repair, nickname Dimon"),
}
# Verb in a button's data, and its label; what each asks for stands in questions.py.
_EDITS: dict[str, tuple[tuple[str, str], ...]] = {
    "b": (
        ("name", gettext_noop("Rename")),
        ("words", gettext_noop("Keywords")),
        ("emoji", gettext_noop("Emoji")),
    ),
    "p": (("name", gettext_noop("Rename")), ("firms", gettext_noop("Business"))),
    "m": (
        ("name", gettext_noop("Rename")),
        ("nick", gettext_noop("Nicknames")),
        ("role", gettext_noop("Role")),
        ("firms", gettext_noop("Businesses")),
    ),
}


def list_of(speaker: Speaker, rows: Rows, kind: Kind, *, archived: bool = False) -> Reply:
    """All living rows of a kind, or those in the archive, each a line and (the first 24) a button."""
    gettext = speaker.translator.gettext
    shown = [row for row in rows.all_of(kind) if (row.archived_at is not None) == archived]
    heading = gettext("In the archive") if archived else gettext(_HEADINGS[kind.letter])
    lines = [f"<b>{heading}</b>", *(line_of(speaker, rows, row) for row in shown[:_LISTED])]
    if not shown:
        lines = [gettext("The archive is empty.") if archived else gettext(_EMPTY[kind.letter])]
    if len(shown) > _LISTED:
        lines.append(speaker.translator.ngettext("and {n} more", "and {n} more", len(shown) - _LISTED))
    if speaker.is_owner and not archived:
        lines += ["", gettext(_HINTS[kind.letter])]
    return Reply("\n".join(lines), _list_buttons(speaker, rows, kind, shown, archived=archived))


def card_of_row(
    speaker: Speaker, rows: Rows, row: Row, heading: str | None = None, undo_id: int | None = None
) -> Reply:
    """One of them: what it is, and for the owner what can be done; `undo_id` is the operation just done."""
    lines = [*([f"<i>{heading}</i>"] if heading else []), line_of(speaker, rows, row)]
    if row.archived_at is not None and undo_id is None:
        lines.append(speaker.translator.gettext("In the archive. Old tasks keep the name."))
    return Reply("\n".join(lines), _card_buttons(speaker, row, undo_id) if speaker.is_owner else ())


def cards_of_rows(speaker: Speaker, rows: Rows, made: list[Row], undo_id: int | None) -> Reply:
    """Several new ones, a line each, taken back together."""
    gettext, letter = speaker.translator.gettext, kind_of(made[0]).letter
    undo, heading = Button(gettext("Undo"), f"w:undo:{undo_id}"), gettext("New")
    lines = [f"<i>{heading}</i>", *(line_of(speaker, rows, row) for row in made)]
    return Reply("\n".join(lines), ((undo, Button(gettext("‹ All"), f"w:list:{letter}")),))


def line_of(speaker: Speaker, rows: Rows, row: Row) -> str:
    """ "🥐 Bakery · bread, cake", "Kiosk · Trade", "Dima · fitter · Repair · Dimon": nothing for what is not."""
    facts: list[str | None] = []
    name = row.name
    if isinstance(row, Business):
        name = f"{row.emoji} {row.name}" if row.emoji else row.name
        facts = [", ".join(row.keywords)]
    elif isinstance(row, Project):
        facts = [_name(rows, row.business_id)]
    else:
        works_for = sorted(rows.works_for.get(row.id or 0, set()))
        firms = ", ".join(found for each in works_for if (found := _name(rows, each)))
        own = speaker.translator.gettext("owner") if row.is_owner else None
        facts = [row.role or own, firms, ", ".join(row.aliases)]
    known = " · ".join(fact for fact in facts if fact)
    return f"<b>{escape_html(name)}</b>{' · ' + escape_html(known) if known else ''}"


def firm_choice(speaker: Speaker, rows: Rows, row: Row, undo_id: int | None = None) -> Reply:
    """The card of a project or member with the businesses to tap; those that hold are ticked."""
    holds = {row.business_id} if isinstance(row, Project) else rows.works_for.get(row.id or 0, set())
    letter = kind_of(row).letter
    buttons = [
        Button(
            short_label(("✓ " if firm.id in holds else "") + firm.name), f"w:put:{letter}:{row.id}:{firm.id}"
        )
        for firm in rows.living(BUSINESS)[:_TAPPED]
    ]
    back = Button(speaker.translator.gettext("‹ Back"), f"w:show:{letter}:{row.id}")
    card = card_of_row(speaker, rows, row, None, undo_id)
    return Reply(card.text, (*_in_rows(buttons, 2), (back,)))


def _name(rows: Rows, business_id: int | None) -> str | None:
    found = rows.by_id(BUSINESS, business_id)
    return None if found is None else found.name


def _list_buttons(speaker: Speaker, rows: Rows, kind: Kind, shown: list[Row], *, archived: bool) -> Buttons:
    if not speaker.is_owner:
        return ()
    gettext = speaker.translator.gettext
    buttons = [Button(short_label(row.name), f"w:show:{kind.letter}:{row.id}") for row in shown[:_TAPPED]]
    away = sum(row.archived_at is not None for row in rows.all_of(kind))
    tail = [Button(gettext("+ New"), f"w:new:{kind.letter}")]
    if archived:
        tail = [Button(gettext("‹ Back"), f"w:list:{kind.letter}")]
    elif away:
        tail.append(Button(gettext("Archive ({n})", n=away), f"w:away:{kind.letter}"))
    return (*_in_rows(buttons, 2), tuple(tail))


def _card_buttons(speaker: Speaker, row: Row, undo_id: int | None) -> Buttons:
    gettext, letter = speaker.translator.gettext, kind_of(row).letter
    undo = [Button(gettext("Undo"), f"w:undo:{undo_id}")] if undo_id is not None else []
    everything = Button(gettext("‹ All"), f"w:list:{letter}")
    if row.archived_at is not None:
        return ((Button(gettext("Restore"), f"w:back:{letter}:{row.id}"), *undo, everything),)
    edits = [Button(gettext(label), f"w:{verb}:{letter}:{row.id}") for verb, label in _EDITS[letter]]
    owner = isinstance(row, Member) and row.is_owner
    away = [] if owner else [Button(gettext("Archive"), f"w:gone:{letter}:{row.id}")]
    return (*_in_rows(edits, 3), (*undo, *away, everything))


def _in_rows(buttons: list[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def short_label(label: str) -> str:
    """A button's label of at most 30 characters."""
    return label if len(label) <= _LABEL_LIMIT else label[: _LABEL_LIMIT - 1] + "…"


# Every kind has its words: an unknown letter fails here and not in a chat.
assert {kind.letter for kind in (BUSINESS, PROJECT, MEMBER)} == set(_HEADINGS) == set(_EDITS)
