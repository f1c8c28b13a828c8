"""Keys: every name we use in Redis. The `arq:` ones are arq 0.28's own and change only with it."""

QUEUE = "arq:queue"
JOB = "arq:job:"
RESULT = "arq:result:"
RETRY = "arq:retry:"
IN_PROGRESS = "arq:in-progress:"

LANES = "planner:lanes"  # sorted set: lane -> when its head arrived (ms)
LANE = "planner:lane:"  # list of waiting update ids, head first
UPDATE = "planner:update:"  # hash: payload, received (ms)
SEEN = "planner:seen:"  # mark of an acknowledged update id
WORKER = "planner:worker:"  # hash with a heartbeat
WORKERS = "planner:workers"  # sorted set: worker id -> last heartbeat (ms)
CANCEL = "planner:cancel"  # channel: ids of jobs an operator cancels
STRANGER = "planner:stranger:"  # mark that a stranger has had their one sentence today

# A job that waits longer than this is lost by arq; its own default of a day lost jobs over a weekend.
JOB_TTL_MS = 30 * 86_400_000
# Telegram repeats an update for 24 h at most.
SEEN_TTL_MS = 48 * 3_600_000
# More waiting messages than this in one chat are left with Telegram, which keeps them 24 h.
LANE_LIMIT = 1000


def lane_of_chat(chat_telegram_id: int) -> str:
    """The lane of a chat's messages."""
    return f"chat:{chat_telegram_id}"


def lane_of_taps(user_telegram_id: int) -> str:
    """The lane of a user's button taps, which Telegram queues by user and not by chat."""
    return f"tap:{user_telegram_id}"


def job_of_update(update_id: int | str) -> str:
    """The job id of an update, which is what makes the same update queue once."""
    return f"update:{update_id}"
