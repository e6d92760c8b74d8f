"""Starting the review page on this machine, and on no other."""

import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe

from pipeline.review.desk import Desk
from schemas.errors import UsageError

HOST = "127.0.0.1"


def serve(
    desk: Desk,
    raw: Path,
    *,
    port: int = 0,
    opens_browser: bool = False,
    announce: Callable[[str], None],
) -> None:
    """Serve until interrupted; ``announce`` gets the address, which holds the token.

    ``port`` 0 is any free one. Raises ``UsageError`` if the port is taken.
    """
    import uvicorn

    from pipeline.review.web.app import build_app
    from pipeline.review.web.page_images import PageImages

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as cause:
            raise UsageError(
                f"Port {port} cannot be had ({cause.strerror}). Name another with --port."
            ) from cause
        port = listener.getsockname()[1]
        token = token_urlsafe(24)
        app = build_app(desk, PageImages(raw), token=token, port=port)
        listener.listen(128)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,  # addresses hold the token
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        address = f"http://{HOST}:{port}/?token={token}"
        with suppress(KeyboardInterrupt):  # Ctrl-C is how a session ends
            announce(address)
            if opens_browser:
                webbrowser.open(address)
            uvicorn.Server(config).run(sockets=[listener])
