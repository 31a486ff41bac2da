"""The web server: health, readiness, metrics, and the webhook if there is one. It runs in the bot's own event loop.

It speaks plain HTTP and belongs behind something that speaks TLS; only the webhook's path need be public.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.background import in_background
from bot.errors import ConfigurationError
from bot.health import Health
from bot.metrics import CONTENT_TYPE, Metrics

logger = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]

HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Posts:
    """The path that is posted to, and who takes what comes there."""

    path: str
    receive: Endpoint


def web_application(health: Health, metrics: Metrics, posts: Posts | None = None) -> Starlette:
    """The application behind the server; `posts` is the webhook if there is one."""

    async def healthz(_: Request) -> Response:
        problems = health.problems
        return JSONResponse({"status": "degraded" if problems else "ok", "problems": problems})

    async def readyz(_: Request) -> Response:
        ready = health.ready
        body = {"status": "ready" if ready else "not ready", "problems": health.problems}
        return JSONResponse(body, 200 if ready else 503)

    async def exposition(_: Request) -> Response:
        return Response(metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", exposition)]
    if posts is not None:
        routes.append(Route(posts.path, posts.receive, methods=["POST"]))
    application = Starlette(routes=routes)
    # A path is right or it is not there: Telegram follows no redirect.
    application.router.redirect_slashes = False
    return application


class _Server(uvicorn.Server):
    """Leaves signals to the process, which has more to stop than the web server."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """Serves an application at an address.

    Args:
        listen: host:port; port 0 takes one that is free.
        application: what is served.

    Raises:
        ConfigurationError: there is no such port.
    """

    def __init__(self, listen: str, application: Starlette) -> None:
        host, _, port = listen.rpartition(":")
        self._host, self._port = host.strip("[]"), int(port)
        if self._port > HIGHEST_PORT:
            raise ConfigurationError(f"BOT_LISTEN: there is no port {self._port}")
        self._server = _Server(
            uvicorn.Config(
                application,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                # The webhook has finished by then; only a client that does not end its request is left.
                timeout_graceful_shutdown=1,
            )
        )
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port that is listened at, once started."""
        return self._port

    async def start(self) -> None:
        """Listen and serve, in the background.

        Raises:
            ConfigurationError: the address cannot be listened at.
        """
        listener = self._listener()
        self._port = listener.getsockname()[1]
        self._serving = in_background("web server", self._server.serve(sockets=[listener]))
        logger.info("web server at port %d", self._port)

    async def stop(self) -> None:
        """Finish the requests under way and close the port."""
        if self._serving is not None:
            self._server.should_exit = True
            await self._serving

    def _listener(self) -> socket.socket:
        everywhere = self._host == "::" and socket.has_dualstack_ipv6()
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            return socket.create_server((self._host, self._port), family=family, dualstack_ipv6=everywhere)
        except (OSError, UnicodeError) as error:  # UnicodeError: a name that can be no host
            # Python adds the address, which is in the line already.
            said = error.strerror if isinstance(error, OSError) else None
            reason = (said or "no such host").partition(" (while ")[0]
            raise ConfigurationError(
                f"BOT_LISTEN: cannot listen at {self._host} port {self._port} ({reason})"
            ) from None
