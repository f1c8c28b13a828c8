"""What is said about groups: in them, and to their owner."""

from models.tables.group_chat import GroupChat
from worker.core.directory_names import DirectoryNames
from worker.core.i18n import Translator
from worker.core.reply import Button, Reply, escape_html
from worker.core.speaker import Speaker

_MOST_BUSINESSES = 30


def hears_text(translator: Translator) -> str:
    """One line: what the bot hears in a group."""
    return translator.gettext(
        "In this group I hear commands, messages that mention me, and replies to my messages; nothing else."
    )


def bound_announcement(translator: Translator, business: str | None) -> Reply:
    """What a group is told when its business changes."""
    if business is None:
        return Reply(translator.gettext("This group is no longer connected to the planner."))
    return Reply(
        translator.gettext(
            "This group is for {business} now. Mention me with what is to be done, or write /today.",
            business=escape_html(business),
        )
    )


def anonymous_text(translator: Translator) -> str:
    """What somebody is told who writes as the group itself."""
    return translator.gettext(
        "You write as the group, so I cannot tell who you are. Please write as yourself: switch off “Remain anonymous” in your administrator rights."
    )


def binding_question(
    owner: Speaker, group: GroupChat, names: DirectoryNames, *, added_by: str | None = None
) -> Reply:
    """Which business a group is for: a button for each, and one for none."""
    gettext = owner.translator.gettext
    title = f"<b>{escape_html(group.title) or gettext('a group')}</b>"
    if added_by is None:
        text = gettext("Which business is the group {title} for?", title=title)
    else:
        text = gettext(
            "{name} has brought me into the group {title}. Which business is it for?",
            name=escape_html(added_by),
            title=title,
        )
    explained = gettext("There I speak of this one business only, with those who work for it.")
    living = [b for b in names.businesses.values() if b.archived_at is None]
    if not living:
        explained = gettext("Name your business first: /business Repair. Then write /group in the group.")
    rows = [(Button(b.name[:40], f"gr:bind:{group.id}:{b.id}"),) for b in living[:_MOST_BUSINESSES]]
    none = gettext("None") if group.business_id is None else gettext("Disconnect the group")
    return Reply(f"{text}\n{explained}", (*rows, (Button(none, f"gr:none:{group.id}"),)))


def bound_reply(owner: Speaker, group: GroupChat, business: str | None, operation_id: int) -> Reply:
    """The owner's question after its answer."""
    gettext = owner.translator.gettext
    title = f"<b>{escape_html(group.title) or gettext('a group')}</b>"
    if business is None:
        text = gettext("The group {title} is connected to no business: I do nothing there.", title=title)
    else:
        text = gettext(
            "The group {title} is for {business}.", title=title, business=f"<b>{escape_html(business)}</b>"
        )
    undo = Button(gettext("Undo"), f"undo:{operation_id}")
    change = Button(gettext("Change"), f"gr:ask:{group.id}")
    return Reply(text, ((undo, change),), operation_id=operation_id)


def groups_reply(owner: Speaker, groups: list[GroupChat], names: DirectoryNames) -> Reply:
    """The groups that the bot is in, with the business of each and a button to change it."""
    gettext = owner.translator.gettext
    if not groups:
        return Reply(
            gettext("I am in no group yet. Add me to one, and I ask you here which business it is for.")
        )
    lines = [f"<b>{gettext('Groups')}</b>"]
    for group in groups:
        title = escape_html(group.title) or gettext("a group")
        business = names.business_name(group.business_id)
        lines.append(f"{title} · {escape_html(business) if business else gettext('no business')}")
    rows = tuple(
        (Button((group.title or gettext("a group"))[:40], f"gr:ask:{group.id}"),) for group in groups
    )
    return Reply("\n".join(lines), rows)
