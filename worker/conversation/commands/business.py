"""/business: list the businesses, or add one with the words that point to it."""

from sqlalchemy import func
from sqlmodel import col, select

from models.business import Business
from worker.conversation.commands.request import Request
from worker.conversation.reply import Reply, safe

_NAME_LIMIT = 60
_KEYWORD_LIMIT = 30


async def business(request: Request) -> list[Reply]:
    """`/business` lists; `/business Repair: spindle, mill` adds one, or gives an existing one its keywords."""
    return await (_put(request) if request.argument.strip() else _list(request))


async def _list(request: Request) -> list[Reply]:
    words = request.speaker.words
    statement = select(Business).where(
        Business.workspace_id == request.speaker.workspace_id, col(Business.archived_at).is_(None)
    )
    found = (await request.session.exec(statement.order_by(col(Business.id)))).all()
    hint = words.say("Add one with the words that point to it: /business Repair: spindle, mill")
    if not found:
        none = words.say("No business yet.")
        return [Reply(f"{none}\n{hint}")]
    lines = [
        f"<b>{safe(b.name)}</b>{': ' + safe(', '.join(b.keywords)) if b.keywords else ''}" for b in found
    ]
    return [Reply("\n".join([*lines, "", hint]))]


async def _put(request: Request) -> list[Reply]:
    speaker, session = request.speaker, request.session
    if not speaker.is_owner:
        return [Reply(speaker.words.say("Only the owner can do this."))]
    name, _, rest = request.argument.partition(":")
    name = " ".join(name.split())[:_NAME_LIMIT]
    keywords = [word.strip().lower() for word in rest.split(",") if word.strip()][:_KEYWORD_LIMIT]
    if not name:
        return [Reply(speaker.words.say("A business needs a name: /business Repair: spindle, mill"))]
    statement = select(Business).where(
        Business.workspace_id == speaker.workspace_id, func.lower(Business.name) == name.lower()
    )
    found = (await session.exec(statement.with_for_update())).first()
    kept = found or Business(workspace_id=speaker.workspace_id, name=name, created_at=request.moment.now)
    kept.archived_at = None
    kept.keywords = list(dict.fromkeys([*kept.keywords, *keywords]))
    session.add(kept)
    await session.flush()
    return await _list(request)
