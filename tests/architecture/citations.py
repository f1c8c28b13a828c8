"""Finds citations of documents, invariants, conventions, decisions and paths that the repository does not have.

Documents: any `*.md`, from the top, from the citing file's folder, or by name in `ops/docs`; a `#heading` must be a heading.
Numbers: `I7` and "invariant 7" in `ops/docs/design.md`, "convention 12" in `ops/docs/conventions.md`, "decision 4" in
`ops/docs/decisions`. Paths: anything that begins with a top folder, a bare file name of ours, a test by its file and name, and
modules with dots in prose. Folders that exist only at run time (`.planner/`) do not count.
"""

import ast
import gc
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

_TOP = r"(?:api|worker|models|migrations|ops|tests|\.github|\.ci)"
_PATH = re.compile(rf"(?<![\w./$}}>-])(?:\./)?({_TOP}/[\w./*{{}},-]*)(?:::(\w+))?")
_FILE = re.compile(
    r"(?<![\w./$*{}<>…%-])((?:[\w-]+/)*[\w-]+\.(?:py|lua|sh|conf|toml|po|tf))\b(?!\.\w)(?:::(\w+))?"
)
_DOCUMENT = re.compile(r"(?<![\w/})>*…-])((?:\.{1,2}/)*[\w./-]*[\w-]\.md)\b(?:#([\w-]+))?")
_ADDRESS = re.compile(r"\w+://[^\s)\"'`>]+")
_ANCHOR = re.compile(r"\]\(#([\w-]+)\)")
_LINK = re.compile(r"\]\((?!\w+:|#)([^)\s#]+)(?:#[\w-]+)?\)")
_MODULE = re.compile(r"(?<![\w./@-])((?:api|worker|models|migrations|ops|tests)(?:\.[A-Za-z_]\w*)+)")
_GAP = r"(?:\s+(?:#+\s*|//\s*|\*\s+|--\s*)?)"
_NUMBERS = rf"\**(\d+(?:(?:{_GAP}?(?:,{_GAP})?(?:and|or|to)\b|{_GAP}?[,&/–-]){_GAP}?\**I?\d+)*)"
_COUNTED = rf"(?:(?:{_GAP}|-|s/)\**(?:no\.?{_GAP}?|\#|number{_GAP})?)"
_INVARIANTS = re.compile(rf"\b(?i:invariants?){_COUNTED}(?:I-?)?{_NUMBERS}|\bI{_NUMBERS}(?![\w.]*\w)")
_CONVENTIONS = re.compile(
    rf"\b(?i:conventions?){_COUNTED}{_NUMBERS}|\b(?i:rules?){_GAP}{_NUMBERS}{_GAP}(?i:of the conventions)"
)
_DECISIONS = re.compile(rf"\b(?i:decisions?(?:{_GAP}records?)?|ADR)(?:{_COUNTED}|s?/){_NUMBERS}")
_KINDS = {
    ".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".sh", ".conf", ".html", ".js", ".css", ".lua", ".tf", ".mako",
    ".example", ".json", ".po", ".tftpl", "",
}  # fmt: skip
_SKIPPED = {"node_modules", "__pycache__", "build", "dist"}
_HIDDEN = {".github", ".ci", ".env.example", ".env.prod.example", ".pre-commit-config.yaml", ".dockerignore"}
_LONGEST = 400_000
# What `make transcripts` writes outside of the repository's own files.
_GENERATED = {"week.md", "month.md", "transcript_30.md"}
# Copies and secrets that the operator makes; the repository ignores them.
_MADE_BY_OPERATORS = ("ops/kubernetes/mine", "ops/kubernetes/example/secrets")


class Repository:
    """The files of a folder, and what may be cited of them."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def files(self) -> list[Path]:
        """Every text file that people wrote, by walking the folder: a checkout without git is tested too."""
        return [
            p for p in sorted(self._walk(self.root)) if p.suffix in _KINDS and p.stat().st_size < _LONGEST
        ]

    def dead(self, path: Path) -> list[str]:
        """What the file cites and the repository lacks, as "file: citation"."""
        text = path.read_text(errors="ignore")
        return [f"{path.relative_to(self.root)}: {what}" for what in self.dead_in(text, path)]

    def dead_in(self, text: str, path: Path) -> list[str]:
        """What `text` cites and the repository lacks, were it the content of `path`."""
        prose, text = (
            _ADDRESS.sub("", each.replace("\\.", ".")) for each in (_prose_of(text, path.suffix), text)
        )
        found = [
            *self._dead_documents(text, path.parent),
            *self._dead_numbers(text),
            *self._dead_paths(text),
            *self._dead_names(prose),
            *self._dead_modules(prose),
            *(self._dead_links(text, path.parent) if path.suffix == ".md" else ()),
        ]
        return list(dict.fromkeys(found))

    def _dead_documents(self, text: str, folder: Path) -> Iterator[str]:
        for match in _DOCUMENT.finditer(text):
            name, heading = match.groups()
            there = [base / name for base in (self.root, folder, self.root / "ops" / "docs")]
            document = next((path for path in there if _is_file(path)), None)
            if document is None and name not in _GENERATED:
                yield name
            elif document and heading and heading not in _headings(document):
                yield f"{name}#{heading}"

    def _dead_links(self, text: str, folder: Path) -> Iterator[str]:
        own = {_slug(line) for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
        yield from (f"#{anchor}" for anchor in _ANCHOR.findall(text) if anchor not in own)
        yield from (target for target in _LINK.findall(text) if not (folder / target).exists())

    def _dead_numbers(self, text: str) -> Iterator[str]:
        for pattern, known, word in (
            (_INVARIANTS, self.invariants, "I"),
            (_CONVENTIONS, self.conventions, "convention "),
            (_DECISIONS, self.decisions, "decision "),
        ):
            for match in pattern.finditer(text):
                numbers = re.findall(r"\d+", next(group for group in match.groups() if group))
                yield from (f"{word}{int(number)}" for number in numbers if int(number) not in known)

    def _dead_paths(self, text: str) -> Iterator[str]:
        for match in _PATH.finditer(text):
            cited = match[1].rstrip(".,-/{")
            cited = cited if "{" in cited else cited.rstrip("}")
            if any(cited.startswith(made) for made in _MADE_BY_OPERATORS):
                continue
            if not all(self._matches(name) for name in _expanded(cited)):
                yield cited
            elif match[2] and not _defines(self.root / cited, match[2]):
                yield f"{cited}::{match[2]}"

    def _dead_names(self, prose: str) -> Iterator[str]:
        for match in _FILE.finditer(prose):
            if re.match(rf"{_TOP}/", match[1]):
                continue
            named = [path for path in self._all if path.as_posix().endswith(f"/{match[1]}")]
            if not named:
                yield match[1]
            elif match[2] and not any(_defines(path, match[2]) for path in named):
                yield f"{match[1]}::{match[2]}"

    def _dead_modules(self, prose: str) -> Iterator[str]:
        for match in _MODULE.finditer(prose):
            if not self._is_module(match[1].split(".")):
                yield match[1]

    def _is_module(self, parts: list[str]) -> bool:
        here = self.root / parts[0]
        for at, part in enumerate(parts[1:], start=1):
            if (here / f"{part}.py").is_file():
                rest = parts[at + 1 : at + 2]
                return not rest or re.search(rf"\b{rest[0]}\b", (here / f"{part}.py").read_text()) is not None
            if not (here / part).is_dir():
                # No module, then: a name that the package itself has.
                package = here / "__init__.py"
                return package.is_file() and re.search(rf"\b{part}\b", package.read_text()) is not None
            here /= part
        return True

    def _matches(self, cited: str) -> bool:
        if "*" in cited:
            return any(self.root.glob(cited))
        return (self.root / cited).exists()

    @cached_property
    def _all(self) -> list[Path]:
        return list(self._walk(self.root))

    def _walk(self, folder: Path) -> Iterator[Path]:
        for path in folder.iterdir():
            if path.name in _SKIPPED or path.name.endswith(".egg-info"):
                continue
            if path.name.startswith(".") and path.name not in _HIDDEN:
                continue
            if path.is_dir() and not path.is_symlink():
                yield from self._walk(path)
            elif path.is_file():
                yield path

    @cached_property
    def invariants(self) -> set[int]:
        """The numbers that `ops/docs/design.md` states."""
        return _numbered(self.root / "ops/docs/design.md", r"^\| \*\*I(\d+)\b")

    @cached_property
    def conventions(self) -> set[int]:
        """The numbers that `ops/docs/conventions.md` states."""
        return _numbered(self.root / "ops/docs/conventions.md", r"^(\d+)\. ")

    @cached_property
    def decisions(self) -> set[int]:
        """The numbers of the files in `ops/docs/decisions`."""
        return {
            int(path.name[:4])
            for path in (self.root / "ops/docs/decisions").glob("[0-9][0-9][0-9][0-9]-*.md")
        }


def _prose_of(text: str, kind: str) -> str:
    """The part in which a bare file name or a module with dots is a citation: documents whole, of code what is for people."""
    if kind == ".py":
        return _comments_and_docstrings(text)
    if kind == ".md":
        return text
    return "\n".join(re.findall(r"(?:#|//|--\s|/\*|\{#).*", text))


def _comments_and_docstrings(source: str) -> str:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    # CPython 3.11's parser fails with a SystemError when the collector runs in its midst.
    gc.disable()
    try:
        tree = ast.parse(source)
    finally:
        gc.enable()
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, owners)]
    return "\n".join(comments + docstrings)


def _numbered(document: Path, pattern: str) -> set[int]:
    return {int(number) for number in re.findall(pattern, document.read_text(), re.MULTILINE)}


def _is_file(path: Path) -> bool:
    """Whether it is there in exactly this case, also on a file system that ignores case."""
    return path.is_file() and path.name in {entry.name for entry in path.parent.iterdir()}


def _headings(document: Path) -> set[str]:
    return {_slug(line) for line in re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)}


def _slug(heading: str) -> str:
    """GitHub's anchor of a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def _defines(path: Path, name: str) -> bool:
    return path.is_file() and re.search(rf"(?:def|class) {name}\b", path.read_text()) is not None


def _expanded(cited: str) -> list[str]:
    """`a/{b,c}` as `a/b` and `a/c`; an f-string's or a template's gap as a wildcard."""
    choice = re.search(r"\{([^{}]*,[^{}]*)\}", cited)
    if choice is None:
        return [re.sub(r"\{[^{}]*\}?", "*", cited).split(",")[0]]
    parts = choice[1].split(",")
    return [
        name for part in parts for name in _expanded(cited[: choice.start()] + part + cited[choice.end() :])
    ]
