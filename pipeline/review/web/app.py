"""The answers of the review page. Endpoints are plain functions, which run on threads."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.review.cases import Case
from pipeline.review.changes import ConflictError
from pipeline.review.desk import Desk
from pipeline.review.web.controls import build_control, read_value
from pipeline.review.web.guard import Guard
from pipeline.review.web.page_images import PageImages
from pipeline.review.web.queue import Filters, Queue
from pipeline.review.web.views import KIND_NAMES, STATUS_WORDS, DocumentView
from schemas.comparison import Difference
from schemas.errors import EmnError, ReadError, UsageError

MAX_BODY_BYTES = 200_000


class Verdict(BaseModel):
    """What the page sends for one difference."""

    model_config = ConfigDict(extra="forbid")

    difference_id: str
    verdict: str
    value: str = ""
    reason: str = ""


class Undo(BaseModel):
    """What the page sends to take a decision back."""

    model_config = ConfigDict(extra="forbid")

    decision_id: str


class ReviewPages:
    """The endpoints over one desk."""

    def __init__(self, desk: Desk, images: PageImages) -> None:
        self._desk = desk
        self._images = images
        self._queue = Queue(desk)
        self._templates = Environment(
            loader=PackageLoader("pipeline.review.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            kind_names=KIND_NAMES, status_words=STATUS_WORDS, reviewer=desk.reviewer
        )

    def show_queue(self, request: Request) -> Response:
        """All documents, filtered as the address says."""
        asked = request.query_params
        filters = Filters(
            kind=asked.get("kind", ""),
            standing=asked.get("standing", ""),
            format_name=asked.get("format", ""),
            only_failed=asked.get("failed") == "1",
        )
        lines = self._queue.list_lines()
        return self._render(
            "queue.html",
            lines=[line for line in lines if filters.lets(line)],
            filters=filters,
            formats=sorted({line.format_name for line in lines if line.format_name}),
            total=len(lines),
            done=sum(line.is_done for line in lines),
            open_count=sum(line.open_count for line in lines),
        )

    def show_document(self, request: Request) -> Response:
        """The text, or the pages, of one document beside its differences."""
        view = self._view(self._desk.open_case(request.path_params["document_id"]))
        source = view.document.source
        sizes = []
        if source.media_type == "application/pdf":
            sizes = self._images.get_sizes(source)
        shows_pages = bool(sizes) and request.query_params.get("view") == "pages"
        return self._render("document.html", view=view, sizes=sizes, shows_pages=shows_pages)

    def show_panel(self, request: Request) -> Response:
        """The differences alone."""
        return self._render(
            "panel.html", view=self._view(self._desk.open_case(request.path_params["document_id"]))
        )

    def show_editor(self, request: Request) -> Response:
        """The form in which one difference is corrected."""
        case = self._desk.open_case(request.path_params["document_id"])
        difference = _find_difference(case, request.path_params["difference_id"])
        control = build_control(difference, case.extraction, case.truth, case.document)
        return self._render("editor.html", control=control, difference=difference)

    def show_page(self, request: Request) -> Response:
        """The image of one page."""
        case = self._desk.open_case(request.path_params["document_id"])
        image = self._images.draw(case.document.source, request.path_params["page"])
        return Response(image, media_type="image/png", headers={"Cache-Control": "private"})

    async def decide(self, request: Request) -> Response:
        """A verdict; answers with the differences as they are now."""
        asked = Verdict.model_validate_json(await _read_body(request))
        document_id = request.path_params["document_id"]
        await run_in_threadpool(self._decide, document_id, asked)
        return await run_in_threadpool(self.show_panel, request)

    async def undo(self, request: Request) -> Response:
        """Take a decision back; answers with the differences as they are now."""
        asked = Undo.model_validate_json(await _read_body(request))
        await run_in_threadpool(self._desk.undo, asked.decision_id)
        return await run_in_threadpool(self.show_panel, request)

    def _decide(self, document_id: str, asked: Verdict) -> None:
        value = None
        if asked.verdict == "correct":
            case = self._desk.open_case(document_id)
            difference = _find_difference(case, asked.difference_id)
            control = build_control(difference, case.extraction, case.truth, case.document)
            try:
                value = read_value(control, asked.value)
            except ValueError as cause:
                raise UsageError(str(cause)) from cause
        elif asked.verdict not in {"accept", "reject"}:
            raise UsageError(f"{asked.verdict!r} is no verdict: accept, correct or reject.")
        self._desk.decide(
            document_id,
            asked.difference_id,
            asked.verdict,  # type: ignore[arg-type] # one of the three, see above
            value=value,
            reason=asked.reason,
        )

    def _view(self, case: Case) -> DocumentView:
        history = self._desk.history(case.document_id)
        return DocumentView(case, history)

    def _render(self, name: str, **values: Any) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(name).render(**values))

    def explain(self, request: Request, error: Exception) -> Response:
        """An error as one sentence, as JSON for the page's script and as a page for people."""
        status, message = _describe(error)
        if request.method == "POST":
            return JSONResponse({"error": message}, status)
        answer = self._render("message.html", message=message, status=status)
        answer.status_code = status
        return answer


def build_app(desk: Desk, images: PageImages, *, token: str, port: int) -> Starlette:
    """The application for one session: who has no ``token`` gets nothing."""
    pages = ReviewPages(desk, images)
    document = "/documents/{document_id:str}"
    handlers: dict[Any, Callable[[Request, Exception], Response]] = dict.fromkeys(
        (EmnError, ValidationError), pages.explain
    )
    return Starlette(
        routes=[
            Route("/", pages.show_queue, name="queue"),
            Route(document, pages.show_document),
            Route(f"{document}/panel", pages.show_panel),
            Route(f"{document}/editor/{{difference_id:str}}", pages.show_editor),
            Route(f"{document}/pages/{{page:int}}.png", pages.show_page),
            Route(f"{document}/decisions", pages.decide, methods=["POST"]),
            Route(f"{document}/undo", pages.undo, methods=["POST"]),
            Mount("/static", StaticFiles(directory=str(files(__package__) / "static"))),
        ],
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers=handlers,
    )


async def _read_body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise UsageError("This is longer than any record; nothing was saved.")
    return body


def _find_difference(case: Case, difference_id: str) -> Difference:
    for entry in case.open_entries:
        if entry.difference.difference_id == difference_id:
            return entry.difference
    raise ConflictError("This difference is not open any more. Reload the page.")


def _describe(error: Exception) -> tuple[int, str]:
    if isinstance(error, ConflictError):
        return 409, str(error)
    if isinstance(error, UsageError):
        return 422, str(error)
    if isinstance(error, ReadError) and error.code == "file.missing":
        return 404, str(error)
    if isinstance(error, ValidationError):
        return 422, "The request does not hold what the page sends; reload the page."
    return 500, str(error)
