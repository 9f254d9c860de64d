"""The pages of figures, with the ticks of the call list, and what tells browsers of changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from common.errors import UserError
from serve import calls, last_files, progress
from serve.pages import drawing
from serve.pages.forms import body
from serve.pages.place import Place
from serve.site import outcome_page

SECONDS_BETWEEN_LOOKS = 0.5


@dataclass(frozen=True)
class FiguresPages:
    """The handlers."""

    place: Place
    saving: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def home(self, _: Request) -> Response:
        """The first screen with the place to drop files."""
        site = await self.place.site.home()
        work = self.place.kept.state.work
        newest = await asyncio.to_thread(last_files.names, work, self.place.speak)
        if site is None:
            return self.place.page("empty", "home", last_files=newest)
        below = drawing.drawn("drop", self.place.speak, last_files=newest)
        return self.place.served(site, self.place.top("home"), below)

    async def report(self, _: Request) -> Response:
        """The data report of the warehouse as it is."""
        return self.place.served(await outcome_page(None), self.place.top("report"))

    async def ticks(self, request: Request) -> Response:
        """The ticks that the figures do not tell of, or one more of them."""
        if request.method == "POST":
            try:
                tick = calls.Tick(**json.loads(await body(request)))
                async with self.saving:
                    await asyncio.to_thread(calls.save, self.place.kept, tick)
            except UserError as error:
                return JSONResponse({"said": self.place.speak.known(str(error))}, 409)
            except (ValueError, TypeError):
                return JSONResponse({"said": "no tick"}, 400)
            self.place.ticked += 1
        found = await asyncio.to_thread(calls.ticks, self.place.kept)
        return JSONResponse([asdict(tick) for tick in found])

    async def events(self, _: Request) -> Response:
        """Tell of each change, and of the run while it is at work, until the browser goes."""

        async def told() -> AsyncIterator[str]:
            last = None
            while True:
                seen = {
                    "version": self.place.version,
                    "ticked": self.place.ticked,
                    "phase": self.place.phase,
                    "reading": self.place.phase == "asking" and self.place.inspection.found is None,
                    "steps": progress.told(self.place.kept.events(), self.place.speak)
                    if self.place.phase == "working"
                    else [],
                }
                if seen != last:
                    yield f"data: {json.dumps(seen)}\n\n"
                    last = seen
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

        return StreamingResponse(told(), media_type="text/event-stream")

    async def asset(self, request: Request) -> Response:
        """A style or a script."""
        path, kind = drawing.SENT.get(request.path_params["name"], (None, ""))
        if path is None:
            return Response(status_code=404)
        return Response(path.read_text("utf-8"), media_type=kind)
