"""All Redis keys and channels. Those with `arq:` are defined by arq 0.28 and change only with it."""

QUEUE = "arq:queue"
JOB = "arq:job:"
RESULT = "arq:result:"
RETRY = "arq:retry:"
IN_PROGRESS = "arq:in-progress:"

LANES = "planner:lanes"  # sorted set: lane -> when its head arrived (ms)
LANE = "planner:lane:"  # list of waiting update ids, head first
UPDATE = "planner:update:"  # hash: payload, received (ms)
SEEN = "planner:seen:"  # marks an acknowledged update id
WORKER = "planner:worker:"  # hash with a heartbeat
WORKERS = "planner:workers"  # sorted set: worker id -> last heartbeat (ms)
OBSERVED = "planner:observed"  # hash: what one process observed of the surroundings, as JSON
CANCEL = "planner:cancel"  # channel: ids of jobs that an operator cancels
PROGRAM_REQUESTS = "planner:program-requests"  # how many requests of programs were numbered
PROGRAM_KEY = (
    "planner:program-key:"  # idempotency key of a program -> id of its request, and the hash of what it asked
)
UNKNOWN_SENDER = "planner:unknown-sender:"  # marks an unknown sender who was answered today

# arq drops a job that waits longer than this; its default of one day would lose jobs over a weekend.
JOB_TTL_MS = 30 * 86_400_000
# Telegram repeats an update for at most 24 h.
SEEN_TTL_MS = 48 * 3_600_000
_PROGRAM = "program:"
# Further messages of a chat are refused and stay with Telegram, which keeps them for 24 h.
LANE_LIMIT = 1000


def lane_of_chat(chat_telegram_id: int) -> str:
    """The lane of a chat's messages."""
    return f"chat:{chat_telegram_id}"


def lane_of_callbacks(user_telegram_id: int) -> str:
    """The lane of a user's callbacks, which Telegram orders by user and not by chat."""
    return f"tap:{user_telegram_id}"


def lane_of_program(token_id: int) -> str:
    """The lane of what programs with this token ask for: in its order, and without delaying what the owner says."""
    return f"{_PROGRAM}{token_id}"


def is_lane_of_program(lane: str) -> bool:
    """Whether what waits in this lane was asked for by a program."""
    return lane.startswith(_PROGRAM)


def token_of_lane(lane: str) -> int | None:
    """The token whose program a lane is of; None for every other lane."""
    number = lane.removeprefix(_PROGRAM)
    return int(number) if is_lane_of_program(lane) and number.isdecimal() else None


def job_of_update(update_id: int | str) -> str:
    """The job id of an update; it is why an update is enqueued only once."""
    return f"update:{update_id}"
