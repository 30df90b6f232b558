"""What the tests of pages share: where the project stands, sizes of screens, how Chromium starts, a server."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import BrowserContext

from polyvalidate.site import serving

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""By what Chromium is called, the first that is there. Without windows it takes a third less time."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Strict(serving.Pages):
    """Serves files under the strictest policy for scripts, as a careful school's server would."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "script-src 'self'; object-src 'none'")
        super().end_headers()


def serve(folder: Path) -> Iterator[str]:
    """The address of a folder, while it is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def forget(window: BrowserContext, address: str) -> None:
    """Take away all that a site keeps in a window, and what the window lets it do."""
    window.clear_permissions()
    session = window.new_cdp_session(window.pages[0])
    session.send("Storage.clearDataForOrigin", {"origin": address.rstrip("/"), "storageTypes": "all"})
    session.detach()
