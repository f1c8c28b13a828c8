"""Installs one hash-locked list into the running virtual environment and shows the progress.

Run by `install.sh` before anything is installed, so it may use the standard library alone.
"""

import re
import subprocess
import sys
import sysconfig
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path

PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")
SAFE = ("--require-hashes", "--only-binary", ":all:")
KEPT_LINES = 15
CHECKOUT = Path(__file__).resolve().parents[2]


def main(lock: Path) -> int:
    """Install the packages of `lock`; returns pip's exit code."""
    began = time.monotonic()
    command = [sys.executable, *PIP, *SAFE, "-r", str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:  # noqa: S603
        assert pip.stdout
        last = show_progress(pip.stdout, len(re.findall(r"^\S+==", lock.read_text(), re.MULTILINE)))
    if pip.returncode:
        sys.stdout.write("\n" + "".join(last))
        sys.stdout.write(f"\nThe packages of {lock} could not be installed; the lines above say why.\n")
        return pip.returncode
    link_checkout()
    sys.stdout.write(f"\nInstalled in {time.monotonic() - began:.0f} s\n")
    return 0


def show_progress(lines: Iterable[str], total: int) -> deque[str]:
    """Count packages as pip collects them; returns pip's last lines."""
    last: deque[str] = deque(maxlen=KEPT_LINES)
    found = 0
    for line in lines:
        last.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            found += 1
            show_count(f"  {found} of at most {total} packages", every=found % 20 == 0)
        elif line.startswith("Installing collected"):
            show_count("  unpacking", every=True)
    return last


def show_count(text: str, *, every: bool) -> None:
    """On a terminal, rewrite one line; elsewhere print a line when `every` is true."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{text:<40}")
    elif every:
        sys.stdout.write(text + "\n")
    sys.stdout.flush()


def link_checkout() -> None:
    """Make the checkout importable through a .pth file and install the `planner` command, without a build."""
    paths = sysconfig.get_paths()
    Path(paths["purelib"], "business-planner.pth").write_text(f"{CHECKOUT}\n")
    command = Path(paths["scripts"], "planner")
    command.write_text(f"#!{sys.executable}\nfrom ops.cli.main import app\n\napp(prog_name='planner')\n")
    command.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
