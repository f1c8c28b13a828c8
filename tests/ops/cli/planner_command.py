"""Typed: the planner command as a person types it, in bare surroundings."""

import os
import subprocess
from pathlib import Path

from ops.cli.planner_processes import planner_command, process_environment
from tests.patience import PATIENCE_SECONDS

BARE = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


def planner(*words: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `planner` with `words` in `cwd`; what it said and its exit status."""
    line = [*planner_command(words[0]), *words[1:]]
    return subprocess.run(
        line,
        env=process_environment(BARE | variables),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
