"""Names in the environment that look like a setting of ours with a slip."""

import difflib
from collections.abc import Iterable, Iterator

from models.runtime.settings import Settings
from ops.cli.doctor.findings import Finding, warn

# One or two letters of a name like ours; other programs' names are further away.
_CLOSE = 0.88
_SHORTEST = 6


def check_spelling(names: Iterable[str]) -> Iterator[Finding]:
    """A finding for each name that is none of ours but nearly one. `names` are those of the environment and of `.env`."""
    known = {name.upper() for name in Settings.model_fields}
    for name in sorted(set(names) - known):
        wanted = difflib.get_close_matches(name.upper().removesuffix("_FILE"), known, n=1, cutoff=_CLOSE)
        if wanted and len(name) >= _SHORTEST and name.removesuffix("_FILE") not in known:
            yield warn(name, f"is no setting, did you mean {wanted[0]}?", f"rename it to {wanted[0]}")
