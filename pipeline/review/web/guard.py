"""Who may talk to the review page: the browser that was given the token, under our own name.

The server listens on 127.0.0.1, but every page that a browser has open can send requests there.
So the ``Host`` must be ours (a name that was rebound to 127.0.0.1 is not), every request needs the
token, and whatever changes something must come from our own origin.
"""

from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD"})
TOKEN_PARAMETER = "token"  # noqa: S105 - the name of the parameter
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware; ``port`` is the one that the server listens on."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = {f"http://{host}" for host in self._hosts}
        # Cookies know no ports: two servers on one machine must not take each other's.
        self._cookie = f"emn_review_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refuse(scope) or self._welcome(scope) or self._app
        await answer(scope, receive, send_guarded)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("This server answers to 127.0.0.1 only.", 421)
        if scope["method"] not in SAFE_METHODS and headers.get("origin") not in self._origins:
            return PlainTextResponse("Refused: the request comes from another origin.", 403)
        if self._has_cookie(headers) or self._get_given_token(scope) is not None:
            return None
        return PlainTextResponse(
            "Open the address that `emn review` printed: it holds the token of this session.", 403
        )

    def _welcome(self, scope: Scope) -> Response | None:
        """Turn the token of the address into a cookie, and take it out of the address."""
        if self._get_given_token(scope) is None or scope["method"] not in SAFE_METHODS:
            return None
        query = parse_qs(scope["query_string"].decode("latin-1"))
        query.pop(TOKEN_PARAMETER, None)
        # One slash: "//evil.example" would lead to another host.
        path = "/" + scope["path"].lstrip("/\\")
        rest = urlencode(query, doseq=True)
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return answer

    def _has_cookie(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        given = cookies.get(self._cookie)
        return given is not None and self._is_token(given.value)

    def _get_given_token(self, scope: Scope) -> str | None:
        given = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN_PARAMETER, [""])[0]
        return given if self._is_token(given) else None

    def _is_token(self, given: str) -> bool:
        return compare_digest(given.encode(), self._token.encode())
