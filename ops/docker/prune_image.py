"""Removes files of the libraries that no process reads, while the image is built."""

import shutil
import sys
from pathlib import Path

# Dates are written in these languages; `root` is what Babel falls back to.
LANGUAGES = ("root", "en", "ru")
# Sources of compiled modules, stubs, static libraries: nothing that is imported.
# `RECORD` is what pip would need to uninstall.
NAMES = {"RECORD", "sboms"}
SUFFIXES = {".c", ".cpp", ".h", ".hpp", ".pyx", ".pxd", ".pxi", ".pyi", ".a"}
TEST_FOLDERS = {"tests", "test", "testsuite"}
# Relative to site-packages, with the reason.
UNUSED = (
    "setuptools",  # pymorphy3 asks for it on paper; nothing of it is imported, except by the hook below
    "_distutils_hack",
    "distutils-precedence.pth",
    "pygments/lexers/[a-z]*",  # rich colours source code with them; we print none
    "pygments/lexers/_[a-ln-z]*",  # their word lists; `_mapping` stays
    # The solver is called by its C interface (worker/features/planning/solver/libhighs.py). Its Python interface would need NumPy, which needs an
    # algebra library: together 37 MB. pgvector and rapidfuzz ask for NumPy only when they get one of its arrays.
    "numpy",
    "numpy-*.dist-info",
    "numpy.libs",
    "highspy/_core*",
    "telegram/ext",  # its framework; we use its client
    "PIL/_imagingcms*",  # colour profiles
    "pillow.libs/liblcms2*",
    # The client loads what belongs to an endpoint when it is first called: these never are.
    *(
        f"openai/resources/{name}"
        for name in (
            "admin",
            "batches.py",
            "beta",
            "containers",
            "content_*",
            "conversations",
            "decisions.py",
            "evals",
            "fine_tuning",
            "images.py",
            "live",
            "moderations.py",
            "realtime",
            "safety",
            "skills",
            "uploads",
            "vector_stores",
            "videos.py",
            "webhooks",
        )
    ),
    *(f"openai/types/{name}" for name in ("admin", "beta", "evals", "fine_tuning", "live", "realtime")),
    "sqlalchemy/testing",
    "alembic/testing",
    "PIL/_avif*",  # pictures we make are PNG; Pillow says "not supported" without it
    "pillow.libs/libavif*",
    "PIL/_webp*",
    "pillow.libs/libwebp*",
    "pillow.libs/libsharpyuv*",
    "rapidfuzz/*_avx2.*",  # the same once more for newer processors; the plain ones take over, in microseconds
    "rapidfuzz/distance/*_avx2.*",
)


def prune_packages(folder: Path) -> int:
    """Remove the files that are never read from the virtual environment in `folder`; returns the bytes saved."""
    site = next(folder.glob("lib/python*/site-packages"))
    unused = [path for pattern in UNUSED for path in site.glob(pattern)]
    parts = [*unused, *_foreign_languages(site), *_never_imported(site)]
    return sum(_remove(path) for path in parts if path.exists()) + sum(map(_link, site.rglob("*.so.*")))


def _foreign_languages(site: Path) -> list[Path]:
    found = site.glob("babel/locale-data/*.dat")
    return [path for path in found if path.stem.split("_")[0] not in LANGUAGES]


def _never_imported(site: Path) -> list[Path]:
    found = list(site.rglob("*"))
    tests = [path for path in found if path.name in TEST_FOLDERS and path.is_dir()]
    papers = [path for path in found if path.name in NAMES and path.parent.suffix == ".dist-info"]
    return tests + papers + [path for path in found if path.suffix in SUFFIXES]


def _remove(path: Path) -> int:
    size = sum(part.stat().st_size for part in [path, *path.rglob("*")])
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    return size


def _link(library: Path) -> int:
    """Wheels hold no links: a library under two names is there twice. Make the longer name's file the only one."""
    longer = [path for path in library.parent.glob(f"{library.name}.*") if not path.is_symlink()]
    if not longer or library.is_symlink() or library.read_bytes() != longer[0].read_bytes():
        return 0
    size = library.stat().st_size
    library.unlink()
    library.symlink_to(longer[0].name)
    return size


if __name__ == "__main__":
    sys.stdout.write(f"removed {prune_packages(Path(sys.argv[1])) // 1_000_000} MB\n")
