"""Secrets become files: from a filled `.env`, without asking, and again without losing what is in use."""

import os
import stat
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from models.runtime.settings import Settings
from ops.backup.postgres_programs import server_of

ROOT = Path(__file__).parents[3]
TOKEN = "123456:abcdefghijklmnopqrstuvwxyz"


def make(folder: Path, **given: str) -> "subprocess.CompletedProcess[str]":
    command = ["sh", str(ROOT / "ops/docker/secrets.sh"), str(folder / ".env"), str(folder / "secrets")]
    surroundings = {"PATH": os.environ["PATH"], **given}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "secrets").iterdir()}


def test_a_filled_env_gives_every_file_that_compose_names(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nWEBHOOK_URL=https://x.example\n")
    assert make(tmp_path).returncode == 0
    wanted = yaml.safe_load((ROOT / "compose.prod.yaml").read_text())["secrets"]
    assert read(tmp_path).keys() == wanted.keys()
    assert read(tmp_path)["telegram_bot_token"] == TOKEN


def test_the_product_takes_the_files_as_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f'export TELEGRAM_BOT_TOKEN="{TOKEN}"\n')
    make(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        if (tmp_path / "secrets" / name).exists():
            monkeypatch.setenv(f"{name.upper()}_FILE", str(tmp_path / "secrets" / name))
    chosen = Settings()
    found = read(tmp_path)
    assert (
        chosen.database_url
        == f"postgresql+asyncpg://planner:{found['database_password']}@postgres:5432/planner"
    )
    assert chosen.redis_url == f"redis://:{found['redis_password']}@redis:6379/0"
    assert chosen.openai_api_key is None
    assert chosen.telegram_secret_token is not None


def test_a_second_run_keeps_passwords_and_takes_new_keys(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    make(tmp_path)
    before = read(tmp_path)
    make(tmp_path, OPENAI_API_KEY="sk-new")
    make(tmp_path)
    assert read(tmp_path) == before | {"openai_api_key": "sk-new"}


def test_others_on_the_machine_cannot_read_them(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\n")
    said = make(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert TOKEN not in said.stdout + said.stderr


def test_without_a_token_it_says_what_is_missing(tmp_path: Path) -> None:
    said = make(tmp_path)
    assert said.returncode == 2
    assert "TELEGRAM_BOT_TOKEN is missing" in said.stderr


def test_addresses_of_other_stores_are_taken_as_given(tmp_path: Path) -> None:
    make(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, DATABASE_URL="postgresql://a:b@db.example/planner?ssl=require")
    assert read(tmp_path)["database_url"] == "postgresql://a:b@db.example/planner?ssl=require"


def test_passwords_with_any_characters_reach_stores_and_addresses(tmp_path: Path) -> None:
    database, superuser, cache = "p@s/s:w#rd%20", "it's 50% \\ of ü", 'redis"quoted\\#'
    lines = [f"TELEGRAM_BOT_TOKEN={TOKEN}", f"DATABASE_PASSWORD={database}  # changed in May"]
    lines += ['POSTGRES_PASSWORD="it\'s 50% \\\\ of ü"', f"REDIS_PASSWORD='{cache}'"]
    (tmp_path / ".env").write_text("\n".join(lines))
    assert make(tmp_path).returncode == 0
    found = read(tmp_path)
    assert (found["database_password"], found["postgres_password"]) == (database, superuser)
    assert found["redis_password"] == cache
    assert unquote(urlsplit(found["database_url"]).password or "") == database
    assert unquote(urlsplit(found["redis_url"]).password or "") == cache
    assert server_of(found["backup_database_url"]).env["PGPASSWORD"] == superuser
    # The one store whose password goes through a file with quotes of its own.
    start = (ROOT / "ops/redis/start.sh").read_text()
    escape = next(line for line in start.splitlines() if line.startswith("quoted="))
    shell = ["sh", "-c", f'{escape}\nprintf %s "$quoted"']
    said = subprocess.run(shell, env={"password": cache}, capture_output=True, text=True, check=True)
    assert said.stdout == 'redis\\"quoted\\\\#'


def test_the_other_name_of_the_password_is_taken_and_said(tmp_path: Path) -> None:
    said = make(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, DB_PASSWORD="long-enough")
    assert "DB_PASSWORD is taken as DATABASE_PASSWORD" in said.stderr
    assert read(tmp_path)["database_password"] == "long-enough"
    said = make(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, DB_PASSWORD="old", DATABASE_PASSWORD="right")
    assert (said.stderr, read(tmp_path)["database_password"]) == ("", "right")


def value_in(folder: Path, text: str, name: str = "A") -> "subprocess.CompletedProcess[str]":
    (folder / ".env").write_text(text)
    command = ["awk", "-v", f"wanted={name}", "-f", str(ROOT / "ops/docker/env_value.awk")]
    surroundings = {"PATH": os.environ["PATH"], "OUTSIDE": "out"}
    done = subprocess.run(
        [*command, str(folder / ".env")], env=surroundings, capture_output=True, check=False
    )
    return subprocess.CompletedProcess((), done.returncode, done.stdout.decode(), done.stderr.decode())


# What Compose's own reader (compose-go, package dotenv) makes of each.
AS_COMPOSE: tuple[tuple[str, str], ...] = (
    ("A=plain", "plain"),
    ("A=1\r\nB=2\r\n", "1"),
    ("\ufeffA=1", "1"),
    ("A = spaced out  ", "spaced out"),
    ("A: yaml", "yaml"),
    ("export A=1", "1"),
    ("A=1 # said", "1"),
    ("A=1#2", "1#2"),
    ("A=#2", "#2"),
    ("A=1\n#A=2\nA=3", "3"),
    ("A='1 # 2' # 3", "1 # 2"),
    ('A="1\\"2" # 3', '1"2'),
    ("A='it\\'s'", "it's"),
    ("A='$B ${B}'", "$B ${B}"),
    ("B=2\nA=$B-${B}", "2-2"),
    ("A=${OUTSIDE}", "out"),
    ("OUTSIDE=in\nA=$OUTSIDE", "out"),
    ("A=${C:-${OUTSIDE}s}", "outs"),
    ("B=\nA=${B-x}${B:-y}${OUTSIDE:+z}", "yz"),
    ("A=a$$b", "a$b"),
    ('A="a\\$b"', "a$b"),
    ('A="a\\nb"', "a\nb"),
    ("A='a\nb'\nB=1", "a\nb"),
    ("A=a=b", "a=b"),
    ("A=", ""),
    ("B=A", ""),
    ("OUTSIDE\nA=1", "1"),
)  # fmt: skip


def test_an_env_file_means_what_it_means_to_compose(tmp_path: Path) -> None:
    for text, value in AS_COMPOSE:
        assert value_in(tmp_path, text).stdout == value, text
    refused = {
        "A='open": "not closed",
        "A=$(x)": "single quotes",
        "what is this": "NAME=value",
        "A=${B:?gone}": "gone",
    }
    for text, why in refused.items():
        said = value_in(tmp_path, text)
        assert (said.returncode, said.stdout) == (1, ""), text
        assert why in said.stderr
    lost = value_in(tmp_path, "A=half$gone")
    assert (lost.returncode, lost.stdout) == (0, "half")
    assert "$gone, which is not set" in lost.stderr
    comment = value_in(tmp_path, "A= # to be filled in")
    assert (comment.returncode, comment.stdout) == (0, "# to be filled in")
    assert "a comment needs a value before it" in comment.stderr
    (tmp_path / ".env").write_text(f"TELEGRAM_BOT_TOKEN='{TOKEN}")
    assert make(tmp_path).returncode == 2


@settings(max_examples=30, deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Cc")), max_size=20
    )
)
def test_every_value_survives_each_way_of_writing_it(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    folder = tmp_path_factory.mktemp("env")
    double = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    ways = [f'A="{double}" # {value}']
    if "\\" not in value:
        ways.append("A='" + value.replace("'", "\\'") + "' # said")
    if value and value == value.strip() and " #" not in value and not value.startswith(("'", '"')):
        ways.append("A=" + value.replace("$", "$$") + " # said")
    for line in ways:
        assert value_in(folder, f"B=1\n{line}\nC=2").stdout == value
