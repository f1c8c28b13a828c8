"""Voice: why a recording could not be heard, in codes the conversation has words for."""

from typing import Literal

Reason = Literal["no_key", "too_large", "too_long", "silent", "format", "gone", "over_budget", "unreachable"]


class CannotHear(Exception):  # noqa: N818 - an answer, not a defect
    """This recording will not become text now; `code` says why."""

    def __init__(self, code: Reason) -> None:
        super().__init__(code)
        self.code: Reason = code
