"""Error responses of the Bot API, with its texts."""

from ops.sandbox.state.records import Json

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class BotApiError(Exception):
    """An error response: HTTP status and error_code, the full description, optional ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {reason}")


def migrated_error(chat_id: int) -> BotApiError:
    """400 for a group that has become a supergroup, whose id is in `parameters`."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return BotApiError(400, reason, {"migrate_to_chat_id": chat_id})


def forbidden_error(reason: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {reason}")


def conflict_error(reason: str) -> BotApiError:
    return BotApiError(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> BotApiError:
    """429 with the whole seconds to wait, in words and in `parameters`."""
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
