"""The application: which address is which page, and what is done when it begins and ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from psycopg import Error
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from common.errors import UserError
from common.language import Language
from common.machine import refusal
from loaders.load import reason
from serve.kept import Kept
from serve.pages.figures import FiguresPages
from serve.pages.files import FilesPages
from serve.pages.place import Place
from serve.pages.runs import RunPages

SECONDS_TO_CLEAN = 600


def application(kept: Kept, speak: Language) -> Starlette:
    """The application without its door."""
    place = Place(kept, speak)
    figures, files, runs = FiguresPages(place), FilesPages(place), RunPages(place)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await place.worker.recover()
        cleaning = asyncio.create_task(_clean(kept))
        place.changed()
        yield
        cleaning.cancel()
        await place.worker.stop()

    return Starlette(
        lifespan=lifespan,
        exception_handlers=dict.fromkeys((UserError, Error, OSError), _problem(place)),
        routes=[
            Route("/", figures.home),
            Route("/report", figures.report),
            Route("/files", files.files),
            Route("/files/leave-out", files.leave_out, methods=["POST"]),
            Route("/files/forget", files.forget, methods=["POST"]),
            Route("/files/answers", files.answer, methods=["POST"]),
            Route("/files/yes", files.agree, methods=["POST"]),
            Route("/files/{name:path}", files.take, methods=["PUT"]),
            Route("/work", runs.work),
            Route("/work/cancel", runs.cancel, methods=["POST"]),
            Route("/done", runs.done),
            Route("/done/lines.csv", runs.lines),
            Route("/undo", runs.undo, methods=["POST"]),
            Route("/calls", figures.ticks, methods=["GET", "POST"]),
            Route("/events", figures.events),
            Route("/assets/{name}", figures.asset),
        ],
    )


def _problem(place: Place) -> Callable[[Request, Exception], Response]:
    def say(_: Request, error: Exception) -> Response:
        line = str(error) if isinstance(error, UserError) else refusal(error)
        if isinstance(error, Error):
            line = line or reason(error)
        if line is None:
            raise error
        said = place.speak.known(line)
        try:
            page: Response = place.page("problem", "problem", said=said)
        except UserError:  # also what a page is drawn with, such as school.yml, is broken
            page = PlainTextResponse(said)
        page.status_code = 503
        return page

    return say


async def _clean(kept: Kept) -> None:
    while True:
        with suppress(OSError):
            kept.forget_old()
        await asyncio.sleep(SECONDS_TO_CLEAN)
