"""A site that was built, looked at before it is anywhere: served to this machine alone, at the path it will have."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from polyvalidate.model.words import Text
from polyvalidate.repository import Unreadable

HERE = "127.0.0.1"
MISSING = "404.html"


class Pages(SimpleHTTPRequestHandler):
    """The files of a folder below a path (``/``, ``/school/``), which pages that are missing name in their links.
    Folders are never listed."""

    def __init__(self, *request: object, under: str = "/", directory: str) -> None:
        self.under = under
        super().__init__(*request, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.under):
            return super().translate_path(f"/{MISSING}/not-below-the-site")
        return super().translate_path("/" + path.removeprefix(self.under))

    def list_directory(self, _path: object) -> None:
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """For a page that is not there, the one of the site, at the address that was asked: as hosts do."""
        missing = Path(self.directory) / MISSING
        if code != 404 or not missing.is_file():
            super().send_error(code, message, explain)
            return
        data = missing.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_said: object) -> None: ...


def serve(folder: Path, url: str, port: int, told: Callable[[str], None]) -> None:
    """Serve a site until Ctrl+C. ``url`` is its address to be, of which the path counts; ``port`` 0 is any that is
    free; ``told`` hears where to look. Raises Unreadable when the port is taken."""
    under = urlsplit(url).path or "/"
    try:
        server = ThreadingHTTPServer((HERE, port), partial(Pages, under=under, directory=str(folder)))
    except OSError as error:
        raise Unreadable(
            Text(
                "Le port {port} de cette machine ne peut pas servir ({why}) : donnez-en un autre à --serve.",
                "Port {port} of this machine cannot serve ({why}): give another one to --serve.",
            ),
            port=port,
            why=error.strerror or error,
        ) from error
    with server, suppress(KeyboardInterrupt):
        told(f"http://{HERE}:{server.server_port}{under}")
        server.serve_forever()
