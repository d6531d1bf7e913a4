"""A server on loopback that stands in for a service that the product calls."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Loopback(ThreadingHTTPServer):
    """`kept` is for the handler's own use, from one request to the next."""

    daemon_threads = True
    kept: Any

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has hung up is what some tests want."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler], kept: Any) -> Iterator[Loopback]:
    server = Loopback(("127.0.0.1", 0), handler)
    server.kept = kept
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
