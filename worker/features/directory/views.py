"""Lists of entries with a button for each, and the card of one entry with its actions."""

from models.tables.business import Business
from models.tables.member import Member
from models.tables.project import Project
from worker.core.i18n import gettext_noop
from worker.core.member_roles import has_right
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker
from worker.features.directory.entries import BUSINESS, MEMBER, PROJECT, Entry, entry_kind
from worker.features.directory.queries import Directory
from worker.features.directory.requests import ListEntries

Buttons = tuple[tuple[Button, ...], ...]
_MAX_LISTED = 60
_MAX_BUTTONS = 24
_MOST_WARNED = 4
_LABEL_LIMIT = 30
# Rows of roles that fit on a keyboard.
_MOST_ROLES = 7
# Verb in a button's data, the role that it gives, and its label.
_ROLE_BUTTONS = (
    ("lead", "manager", gettext_noop("Manager")),
    ("join", "member", gettext_noop("Member")),
    ("look", "viewer", gettext_noop("Viewer")),
)

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
# Verb in a button's data, and its label; the questions are in questions.py.
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
        ("role", gettext_noop("Job")),
        ("rank", gettext_noop("Rights")),
        ("firms", gettext_noop("Businesses")),
    ),
}


def directory_list(speaker: Speaker, directory: Directory, request: ListEntries) -> Reply:
    """The entries of a kind, or those in the archive: a line each, and a button for the first 24."""
    gettext, kind, archived = speaker.translator.gettext, request.kind, request.archived
    shown = [row for row in directory.all_of(kind) if (row.archived_at is not None) == archived]
    heading = gettext("In the archive") if archived else gettext(_HEADINGS[kind.letter])
    lines = [f"<b>{heading}</b>"]
    for row in shown[:_MAX_LISTED]:
        below = request.below.get(row.id or 0)
        lines += [entry_line(speaker, directory, row), *([below] if below else [])]
    if not shown:
        lines = [gettext("The archive is empty.") if archived else gettext(_EMPTY[kind.letter])]
    if len(shown) > _MAX_LISTED:
        lines.append(speaker.translator.ngettext("and {n} more", "and {n} more", len(shown) - _MAX_LISTED))
    if speaker.is_owner and not archived:
        lines += ["", gettext(_HINTS[kind.letter])]
    return Reply("\n".join(lines), _list_buttons(speaker, directory, request, shown))


def entry_card(
    speaker: Speaker, directory: Directory, row: Entry, heading: str | None = None, undo_id: int | None = None
) -> Reply:
    """The card of an entry, for the owner with its actions; `undo_id` is the operation just made."""
    lines = [*([f"<i>{heading}</i>"] if heading else []), entry_line(speaker, directory, row)]
    if row.archived_at is not None and undo_id is None:
        lines.append(speaker.translator.gettext("In the archive. Old tasks keep the name."))
    return Reply("\n".join(lines), _card_buttons(speaker, row, undo_id) if speaker.is_owner else ())


def entry_cards(speaker: Speaker, directory: Directory, made: list[Entry], undo_id: int | None) -> Reply:
    """Several new entries, a line each, with one Undo for all."""
    gettext, letter = speaker.translator.gettext, entry_kind(made[0]).letter
    undo, heading = Button(gettext("Undo"), f"w:undo:{undo_id}"), gettext("New")
    lines = [f"<i>{heading}</i>", *(entry_line(speaker, directory, row) for row in made)]
    return Reply("\n".join(lines), ((undo, Button(gettext("‹ All"), f"w:list:{letter}")),))


def entry_line(speaker: Speaker, directory: Directory, row: Entry) -> str:
    """ "🥐 Bakery · bread, cake", "Kiosk · Trade", "Dima · fitter · Repair · Dimon"; missing details are left out."""
    facts: list[str | None] = []
    name = row.name
    if isinstance(row, Business):
        name = f"{row.emoji} {row.name}" if row.emoji else row.name
        facts = [", ".join(row.keywords)]
    elif isinstance(row, Project):
        facts = [_business_name(directory, row.business_id)]
    else:
        works_for = sorted(directory.works_for.get(row.id or 0, set()))
        firms = ", ".join(found for each in works_for if (found := _business_name(directory, each)))
        own = speaker.translator.gettext("owner") if row.is_owner else None
        away = ", ".join(directory.away.get(row.id or 0, []))
        off = speaker.translator.gettext("away {days}", days=away) if away else None
        facts = [row.role or own, firms, *_rights(speaker, directory, row), ", ".join(row.aliases), off]
    known = " · ".join(fact for fact in facts if fact)
    return f"<b>{escape_html(name)}</b>{' · ' + escape_html(known) if known else ''}"


def _rights(speaker: Speaker, directory: Directory, row: Member) -> list[str]:
    """ "manages Repair", "only looks at Café"; nothing of where they are a member."""
    gettext, held = speaker.translator.gettext, directory.roles.get(row.id or 0, {})
    texts = {
        "manager": gettext_noop("manages {business}"),
        "viewer": gettext_noop("only looks at {business}"),
    }
    return [
        gettext(texts[role], business=name)
        for firm, role in sorted(held.items())
        if (name := _business_name(directory, firm)) is not None
    ]


def role_choice(speaker: Speaker, directory: Directory, row: Member) -> Reply:
    """The card of a member with the three roles for each of the first businesses; the present ones are ticked."""
    gettext, held = speaker.translator.gettext, directory.roles.get(row.id or 0, {})
    firms = sorted(directory.works_for.get(row.id or 0, set()))
    lines, rows = [entry_line(speaker, directory, row)], list[tuple[Button, ...]]()
    for number, firm in enumerate(firms[:_MOST_ROLES], start=1):
        mark = f"{number} · " if len(firms) > 1 else ""
        if mark:
            lines.append(f"{mark}{escape_html(_business_name(directory, firm) or '')}")
        rows.append(
            tuple(
                Button(
                    f"{mark}{'✓ ' if held.get(firm, 'member') == role else ''}{gettext(label)}",
                    f"w:{verb}:m:{row.id}:{firm}",
                )
                for verb, role, label in _ROLE_BUTTONS
            )
        )
    if not firms:
        lines.append(gettext("{name} works for no business yet.", name=escape_html(row.name)))
    back = Button(gettext("‹ Back"), f"w:show:m:{row.id}")
    return Reply("\n".join(lines), (*rows, (back,)))


def business_choice(speaker: Speaker, directory: Directory, row: Entry, undo_id: int | None = None) -> Reply:
    """The card of a project or member with a button for each business; the present ones are ticked."""
    holds = {row.business_id} if isinstance(row, Project) else directory.works_for.get(row.id or 0, set())
    letter = entry_kind(row).letter
    buttons = [
        Button(
            short_label(("✓ " if firm.id in holds else "") + firm.name), f"w:put:{letter}:{row.id}:{firm.id}"
        )
        for firm in directory.living(BUSINESS)[:_MAX_BUTTONS]
    ]
    back = Button(speaker.translator.gettext("‹ Back"), f"w:show:{letter}:{row.id}")
    card = entry_card(speaker, directory, row, None, undo_id)
    return Reply(card.text, (*_in_rows(buttons, 2), (back,)))


def _business_name(directory: Directory, business_id: int | None) -> str | None:
    found = directory.by_id(BUSINESS, business_id)
    return None if found is None else found.name


def _list_buttons(
    speaker: Speaker, directory: Directory, request: ListEntries, shown: list[Entry]
) -> Buttons:
    kind, archived = request.kind, request.archived
    over = [
        Button(short_label(f"⚠ {row.name}"), f"load:show:{row.id}")
        for row in shown
        if row.id in request.marked
    ]
    if not speaker.is_owner:
        return tuple(_in_rows(over[:_MOST_WARNED], 2)) if has_right(speaker, "lead") else ()
    gettext = speaker.translator.gettext
    buttons = [
        Button(short_label(row.name), f"w:show:{kind.letter}:{row.id}") for row in shown[:_MAX_BUTTONS]
    ]
    away = sum(row.archived_at is not None for row in directory.all_of(kind))
    tail = [Button(gettext("+ New"), f"w:new:{kind.letter}")]
    if archived:
        tail = [Button(gettext("‹ Back"), f"w:list:{kind.letter}")]
    elif away:
        tail.append(Button(gettext("Archive ({n})", n=away), f"w:away:{kind.letter}"))
    return (*_in_rows(over[:_MOST_WARNED], 2), *_in_rows(buttons, 2), tuple(tail))


def _card_buttons(speaker: Speaker, row: Entry, undo_id: int | None) -> Buttons:
    gettext, letter = speaker.translator.gettext, entry_kind(row).letter
    undo = [Button(gettext("Undo"), f"w:undo:{undo_id}")] if undo_id is not None else []
    everything = Button(gettext("‹ All"), f"w:list:{letter}")
    if row.archived_at is not None:
        return ((Button(gettext("Restore"), f"w:back:{letter}:{row.id}"), *undo, everything),)
    edits = [Button(gettext(label), f"w:{verb}:{letter}:{row.id}") for verb, label in _EDITS[letter]]
    owner = isinstance(row, Member) and row.is_owner
    if owner:
        edits = [button for button in edits if not button.data.startswith("w:rank:")]
    if isinstance(row, Member):
        edits.append(Button(gettext("Tasks"), f"load:tasks:{row.id}"))
    away = [] if owner else [Button(gettext("Archive"), f"w:gone:{letter}:{row.id}")]
    return (*_in_rows(edits, 3), (*undo, *away, everything))


def _in_rows(buttons: list[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def short_label(label: str) -> str:
    """A button's label of at most 30 characters."""
    return label if len(label) <= _LABEL_LIMIT else label[: _LABEL_LIMIT - 1] + "…"


# Every kind has its texts: a missing one fails at import and not in a chat.
assert {kind.letter for kind in (BUSINESS, PROJECT, MEMBER)} == set(_HEADINGS) == set(_EDITS)
