"""The chat and the person behind a job, an update or a message, and the chats that a name means."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.console.like_pattern import pattern_containing
from models.console.postgres_pool import Connection

# A name that fits more chats than that is no search.
_MOST_CHATS = 500


@dataclass(frozen=True, slots=True)
class ChatOfJob:
    """A chat by its Telegram id. `title` is that of a group, `person` whoever wrote there or is written to.

    Both are empty for unknown chats and for visitors who may not see names.
    """

    telegram_id: int
    title: str = ""
    person: str = ""

    @property
    def label(self) -> str:
        """The group and the person, as far as they are known; else the id."""
        return ", ".join(filter(None, (self.title, self.person))) or str(self.telegram_id)


async def find_chats_of_jobs(
    connection: Connection, jobs: Sequence[tuple[dict[str, Any], str | None]], *, names: bool
) -> list[ChatOfJob | None]:
    """The chat of each job, given by its arguments and its trace id; None for what belongs to no single chat."""
    numbers = list(range(len(jobs)))
    arguments = [json.dumps(arguments) for arguments, _ in jobs]
    traces = [trace or "" for _, trace in jobs]
    found = {row["number"]: row for row in await connection.fetch(_OF_JOBS, numbers, arguments, traces)}
    return [_chat(found.get(number), names=names) for number in numbers]


async def find_chat_names(connection: Connection, telegram_ids: Sequence[int]) -> dict[int, ChatOfJob]:
    """The chats with these Telegram ids, with their names."""
    jobs: list[tuple[dict[str, Any], None]] = [({"lane": f"chat:{number}"}, None) for number in telegram_ids]
    found = await find_chats_of_jobs(connection, jobs, names=True)
    return {chat.telegram_id: chat for chat in found if chat is not None}


async def find_chats_named(connection: Connection, text: str) -> list[int]:
    """The Telegram ids of the groups and people whose names contain the text, at most 500."""
    rows = await connection.fetch(_NAMED, pattern_containing(text), _MOST_CHATS)
    return [row["telegram_id"] for row in rows]


def _chat(row: Any, *, names: bool) -> ChatOfJob | None:
    if row is None or row["chat"] is None:
        return None
    chat = ChatOfJob(row["chat"], row["title"] or "", row["person"] or "")
    return chat if names else replace(chat, title="", person="")


# Of a group it is the person whose message the trace is, of a private chat whoever it belongs to.
_OF_JOBS = """
WITH asked AS (
  SELECT number, arguments::jsonb AS arguments, trace_id, split_part(arguments::jsonb->>'lane', ':', 1) AS lane_kind,
         split_part(arguments::jsonb->>'lane', ':', 2) AS lane_of
  FROM unnest($1::int[], $2::text[], $3::text[]) AS a(number, arguments, trace_id)
), located AS (
  SELECT number, lane_kind, op.member_name, CASE lane_kind
    WHEN 'chat' THEN lane_of::bigint
    WHEN 'tap' THEN coalesce(op.group_telegram_id, lane_of::bigint)
    WHEN 'program' THEN (
      SELECT c.telegram_id FROM api_token k JOIN chat c ON c.id = k.chat_id WHERE k.id = lane_of::bigint)
    ELSE coalesce(
      (SELECT o.chat_telegram_id FROM outbound_message o WHERE o.id = (arguments->>'outbound_id')::bigint),
      (SELECT c.telegram_id FROM schedule s JOIN chat c ON c.id = s.chat_id
       WHERE s.id = (arguments->>'schedule_id')::bigint),
      (SELECT c.telegram_id FROM deferred_read d JOIN chat c ON c.id = d.chat_id
       WHERE d.id = (arguments->>'late_id')::bigint),
      (SELECT c.telegram_id FROM operation o JOIN chat c ON c.id = o.chat_id
       WHERE o.id = (arguments->>'operation_id')::bigint),
      (SELECT c.telegram_id FROM chat c WHERE c.member_id = (arguments->>'member_id')::bigint ORDER BY c.id LIMIT 1)
    ) END AS chat
  FROM asked LEFT JOIN LATERAL (
    SELECT m.name AS member_name, g.telegram_id AS group_telegram_id
    FROM operation o JOIN chat c ON c.id = o.chat_id JOIN member m ON m.id = c.member_id
    LEFT JOIN group_chat g ON g.id = o.group_id
    WHERE o.trace_id = asked.trace_id ORDER BY o.id LIMIT 1
  ) op ON true
)
SELECT number, located.chat, g.title, CASE WHEN g.id IS NULL THEN m.name ELSE located.member_name END AS person
FROM located LEFT JOIN group_chat g ON g.telegram_id = located.chat
LEFT JOIN chat c ON c.telegram_id = located.chat LEFT JOIN member m ON m.id = c.member_id
"""
_NAMED = """
SELECT telegram_id FROM group_chat WHERE title ILIKE $1
UNION SELECT c.telegram_id FROM chat c JOIN member m ON m.id = c.member_id WHERE m.name ILIKE $1
UNION SELECT telegram_user_id FROM member WHERE name ILIKE $1 AND telegram_user_id IS NOT NULL
ORDER BY 1 LIMIT $2
"""
