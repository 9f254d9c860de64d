"""The pages and what can be done on them."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import cast
from urllib.parse import parse_qsl

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from common.errors import UserError
from common.language import Language
from loaders.inspection.answers import Understood
from refresh.data_report.report import Outcome
from serve import calls, last_files, mending, pages, progress, uploads
from serve.door import POLICY
from serve.inspection import Inspection
from serve.kept import UNDO, Kept
from serve.site import Drawn, Site, outcome_page
from serve.understood import understood_page
from serve.work import Worker

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_CLEAN = 600
MOST_OF_A_FORM = 2**18  # bytes
Handler = Callable[[Request], Awaitable[Response]]


@dataclass
class Pages:
    """The application's handlers.

    `version` tells the browsers that something has changed of the files or the run, `ticked` that
    a call was ticked off.
    """

    kept: Kept
    speak: Language
    version: int = 0
    ticked: int = 0
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.site = Site(self.kept)
        self.inspection = Inspection(self.kept, self.changed)
        self.worker = Worker(self.kept, self.changed)

    def changed(self) -> None:
        """Tell every browser, and draw what it may ask for next."""
        self.version += 1
        if not self.kept.state.is_working:
            self.drawing = asyncio.create_task(self._draw_ahead())

    async def _draw_ahead(self) -> None:
        with suppress(UserError):  # which who asks for the page is told
            await self.site.home()

    @property
    def phase(self) -> str:
        """What the files are in: at work, waiting for a yes, or there are none."""
        if self.kept.state.is_working:
            return "working"
        return "asking" if self.kept.dropped() else "empty"

    async def home(self, _: Request) -> Response:
        """The first screen with the place to drop files."""
        site = await self.site.home()
        newest = await asyncio.to_thread(last_files.names, self.speak)
        if site is None:
            return self._page("empty", "home", last_files=newest)
        below = pages.drawn("drop", self.speak, last_files=newest)
        return self._served(site, self._top("home"), below)

    async def files(self, _: Request) -> Response:
        """What was understood of the files."""
        if self.phase == "working":
            return RedirectResponse("/work", 303)
        if self.phase == "empty":
            return RedirectResponse("/", 303)
        found = self.inspection.look()
        return self._page("files", "files", **understood_page(self.kept, found, self.speak))

    async def take(self, request: Request) -> Response:
        """Receive one file."""
        if self.kept.state.is_working:
            return JSONResponse({"said": self._busy()}, 409)
        try:
            name = uploads.safe_name(request.path_params["name"], self.speak)
            await uploads.receive(
                self.kept,
                name,
                request.stream(),
                _number(request.headers.get("content-length")),
                _number(request.headers.get("x-changed"), 1000),
                self.speak,
            )
        except uploads.RefusedError as error:
            return JSONResponse({"said": str(error)}, 413, headers={"Connection": "close"})
        except ClientDisconnect:
            return Response(status_code=400)
        self.changed()
        return JSONResponse({"name": name}, 201)

    async def leave_out(self, request: Request) -> Response:
        """Delete one file."""
        given = await _form(request)
        for path in self.kept.dropped():
            if path.name == given.get("name") and not self.kept.state.is_working:
                path.unlink()
        self.changed()
        return RedirectResponse("/files", 303)

    async def forget(self, _: Request) -> Response:
        """Delete all files."""
        if not self.kept.state.is_working:
            self.kept.forget_files()
        self.changed()
        return RedirectResponse("/", 303)

    async def answer(self, request: Request) -> Response:
        """Take answers, or take one back."""
        given = await _form(request)
        taken_back = given.pop("take-back", None)
        answers = self.kept.state.answers
        answers.update(given)
        if taken_back:
            answers.pop(taken_back, None)
        self.kept.save()
        self.changed()
        return RedirectResponse("/files", 303)

    async def agree(self, _: Request) -> Response:
        """Keep the settings and begin, where nothing is open."""
        found = self.inspection.look()
        is_settled = isinstance(found, Understood) and not (found.open or found.proposal.refusals)
        if self.phase != "asking" or self.kept.is_receiving() or not is_settled:
            return RedirectResponse("/files", 303)
        try:
            await asyncio.to_thread(cast(Understood, found).keep, self.kept.files)
            self.worker.load()
        except UserError as error:
            return self._page("problem", "files", said=self.speak.known(str(error)))
        return RedirectResponse("/work", 303)

    async def work(self, _: Request) -> Response:
        """How far the run is."""
        if not self.kept.state.is_working:
            return RedirectResponse("/done" if self.kept.state.work else "/", 303)
        return self._page("work", "work", steps=self._steps())

    async def cancel(self, _: Request) -> Response:
        """End the run."""
        self.worker.cancel()
        return RedirectResponse("/work", 303)

    async def done(self, _: Request) -> Response:
        """What came of the last run."""
        work = self.kept.state.work
        if work is None or work.code is None:
            return RedirectResponse("/work" if work else "/", 303)
        failed = None if work.is_done else work.step or "load"
        outcome = Outcome(datetime.fromisoformat(work.started), failed, work.said)
        try:
            drawn = await outcome_page(outcome)
        except UserError as error:
            return self._page("problem", "done", said=self.speak.known(str(error)))
        told = await asyncio.to_thread(last_files.outcome, work, self.speak)
        bar = pages.drawn("outcome", self.speak, **told)
        return self._served(drawn, self._top("done") + bar)

    async def lines(self, _: Request) -> Response:
        """The lines to mend."""
        text = await asyncio.to_thread(lambda: "".join(mending.lines_to_mend(self.speak)))
        return Response(
            text,
            media_type="text/csv",
            headers={"Content-Disposition": 'attachment; filename="lines-to-mend.csv"'},
        )

    async def undo(self, _: Request) -> Response:
        """Take the last files back."""
        try:
            self.worker.undo()
        except UserError as error:
            return self._page("problem", "done", said=self.speak.known(str(error)))
        return RedirectResponse("/work", 303)

    async def ticks(self, request: Request) -> Response:
        """The ticks that the figures do not tell of, or one more of them."""
        if request.method == "POST":
            try:
                tick = calls.Tick(**json.loads(await _body(request)))
                async with self.saving:
                    await asyncio.to_thread(calls.save, self.kept, tick)
            except UserError as error:
                return JSONResponse({"said": self.speak.known(str(error))}, 409)
            except (ValueError, TypeError):
                return JSONResponse({"said": "no tick"}, 400)
            self.ticked += 1
        found = await asyncio.to_thread(calls.ticks, self.kept)
        return JSONResponse([asdict(tick) for tick in found])

    async def events(self, _: Request) -> Response:
        """Tell of each change, and of the run while it is at work, until the browser goes."""

        async def told() -> AsyncIterator[str]:
            last = None
            while True:
                seen = {
                    "version": self.version,
                    "ticked": self.ticked,
                    "phase": self.phase,
                    "reading": self.phase == "asking" and self.inspection.found is None,
                    "steps": progress.told(self.kept.events(), self.speak)
                    if self.phase == "working"
                    else [],
                }
                if seen != last:
                    yield f"data: {json.dumps(seen)}\n\n"
                    last = seen
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

        return StreamingResponse(told(), media_type="text/event-stream")

    async def asset(self, request: Request) -> Response:
        """A style or a script."""
        found = pages.assets().get(request.path_params["name"])
        return Response(found[0], media_type=found[1]) if found else Response(status_code=404)

    def _steps(self) -> list[dict[str, str]]:
        work, say = self.kept.state.work, self.speak.text
        words = {
            "load": say("Loading the files"),
            "withdraw": say("Taking the files back"),
            "build": say("Making and testing the figures"),
            "graph": say("The graph"),
            "insights": say("What the graph finds"),
            "dashboard": say("Drawing the pages"),
        }
        left_out = "load" if work and work.kind == UNDO else "withdraw"
        return [{"name": name, "words": word} for name, word in words.items() if name != left_out]

    def _busy(self) -> str:
        return self.speak.text(
            "Files are being worked on. Wait until that is done, or cancel it; yours are still "
            "where they were."
        )

    def _top(self, page: str) -> str:
        return pages.drawn("top", self.speak, **self._around(page))

    def _around(self, page: str) -> dict[str, object]:
        work = self.kept.state.work
        return {"phase": self.phase, "page": page, "has_run": bool(work and work.code is not None)}

    def _page(self, name: str, page: str, **told: object) -> HTMLResponse:
        defaults = {"last_files": ()}
        return HTMLResponse(
            pages.drawn(name, self.speak, **{**defaults, **self._around(page), **told})
        )

    def _served(self, drawn: Drawn, top: str, below: str = "") -> HTMLResponse:
        policy = POLICY.replace("script-src 'self'", f"script-src 'self' {' '.join(drawn.scripts)}")
        return HTMLResponse(
            Markup(drawn.filled(top, below)), headers={"Content-Security-Policy": policy}
        )


def application(kept: Kept, speak: Language) -> Starlette:
    """The application without its door."""
    told = Pages(kept, speak)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        cleaning = asyncio.create_task(_clean(kept))
        told.changed()
        yield
        cleaning.cancel()
        await told.worker.stop()

    return Starlette(
        lifespan=lifespan,
        exception_handlers={UserError: _problem(told)},
        routes=[
            Route("/", told.home),
            Route("/files", told.files),
            Route("/files/leave-out", told.leave_out, methods=["POST"]),
            Route("/files/forget", told.forget, methods=["POST"]),
            Route("/files/answers", told.answer, methods=["POST"]),
            Route("/files/yes", told.agree, methods=["POST"]),
            Route("/files/{name:path}", told.take, methods=["PUT"]),
            Route("/work", told.work),
            Route("/work/cancel", told.cancel, methods=["POST"]),
            Route("/done", told.done),
            Route("/done/lines.csv", told.lines),
            Route("/undo", told.undo, methods=["POST"]),
            Route("/calls", told.ticks, methods=["GET", "POST"]),
            Route("/events", told.events),
            Route("/assets/{name}", told.asset),
        ],
    )


def _problem(told: Pages) -> Callable[[Request, Exception], Response]:
    def say(_: Request, error: Exception) -> Response:
        page = told._page("problem", "problem", said=told.speak.known(str(error)))
        page.status_code = 503
        return page

    return say


async def _clean(kept: Kept) -> None:
    while True:
        with suppress(OSError):
            kept.forget_old()
        await asyncio.sleep(SECONDS_TO_CLEAN)


async def _body(request: Request) -> bytes:
    """A small body whole; raises UserError where it is none."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_OF_A_FORM:
            raise UserError("that is too much for a form")
    return body


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await _body(request)).decode("utf-8", "replace")))


def _number(text: str | None, per: int = 1) -> int | None:
    return int(text) // per if text and text.isascii() and text.isdecimal() else None
