"""Error reports: with an address an error leaves for it, without the words that were at hand; without one nothing does."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

FAILING = """
import logging, sys
from models.runtime.error_reports import set_up_error_reports
from models.runtime.settings import Settings
set_up_error_reports(Settings(_env_file=None), process="worker")
def work(said):
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("job").exception("job failed")
work("Ivanov's " + "spindle")
if "sentry_sdk" in sys.modules:
    sys.modules["sentry_sdk"].flush(5)
print("sentry_sdk" in sys.modules)
"""


class _Receiver(HTTPServer):
    """Stands in for Sentry: keeps what is posted to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: _Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        packed = self.headers.get("Content-Encoding") == "gzip"
        self.server.bodies.append((gzip.decompress(body) if packed else body).decode())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[_Receiver]:
    server = _Receiver()
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _fail(**environment: str) -> str:
    """A process of its own: the SDK is set up once for all."""
    done = subprocess.run(
        [sys.executable, "-c", FAILING],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_an_error_is_reported_without_the_words_at_hand(receiver: _Receiver) -> None:
    told = _fail(SENTRY_DSN=f"http://key@127.0.0.1:{receiver.server_port}/1")
    sent = "\n".join(receiver.bodies)
    assert told == "True"
    assert "ValueError" in sent
    assert '"process":"worker"' in sent.replace(" ", "")
    assert "Ivanov's spindle" not in sent


def test_without_an_address_the_sdk_is_not_even_loaded(receiver: _Receiver) -> None:
    assert _fail() == "False"
    assert receiver.bodies == []
