"""A bucket for the tests: takes and gives objects only with a signature that it works out by itself (AWS, version 4)."""

import hashlib
import hmac
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY, SECRET, REGION = "AKTEST", "bucket/secret+1", "eu-test-1"


class Bucket(ThreadingHTTPServer):
    """Objects by path; `troubles` are status codes that the next requests get instead of an answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.troubles: list[int] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Bucket

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self._refused(hashlib.sha256(body).hexdigest()):
            return
        self.server.objects[self.path] = body
        self._answer(200)

    def do_GET(self) -> None:
        if self._refused(None):
            return
        found = self.server.objects.get(self.path)
        self._answer(404 if found is None else 200, found or b"")

    def _refused(self, content: str | None) -> bool:
        """Whether the request was answered with a refusal: a planned one, a wrong content, a wrong signature."""
        if self.server.troubles:
            self._answer(self.server.troubles.pop(0))
            return True
        said = self.headers.get("x-amz-content-sha256", "")
        good = self._signature(said) in self.headers["authorization"] and content in (None, said)
        if not good:
            self._answer(403)
        return not good

    def _signature(self, content: str) -> str:
        names = self.headers["authorization"].split("SignedHeaders=")[1].split(",")[0].strip()
        date = self.headers["x-amz-date"]
        lines = "".join(f"{name}:{self.headers[name].strip()}\n" for name in names.split(";"))
        wanted = "\n".join(
            [self.command, self.path, "", lines, names, content or hashlib.sha256(b"").hexdigest()]
        )
        scope = f"{date[:8]}/{REGION}/s3/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", date, scope, hashlib.sha256(wanted.encode()).hexdigest()])
        key = f"AWS4{SECRET}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""
