"""The pages of a run: how far it is, what came of it, and the way back."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from common.errors import UserError
from dashboard.data_report.report import Outcome
from serve import last_files, mending
from serve.kept import UNDO
from serve.pages import drawing
from serve.pages.forms import form
from serve.pages.place import Place
from serve.site import outcome_page


@dataclass(frozen=True)
class RunPages:
    """The handlers."""

    place: Place

    async def work(self, _: Request) -> Response:
        """How far the run is."""
        if not self.place.kept.state.is_working:
            return RedirectResponse("/done" if self.place.kept.state.work else "/", 303)
        return self.place.page("work", "work", steps=self._steps())

    async def cancel(self, _: Request) -> Response:
        """End the run."""
        self.place.worker.cancel()
        return RedirectResponse("/work", 303)

    async def done(self, _: Request) -> Response:
        """What came of the last run."""
        work = self.place.kept.state.work
        if work is None or work.code is None:
            return RedirectResponse("/work" if work else "/", 303)
        failed = None if work.is_done else work.step or "load"
        outcome = Outcome(datetime.fromisoformat(work.started), failed, work.said)
        try:
            drawn = await outcome_page(outcome)
        except UserError as error:
            return self.place.page("problem", "done", said=self.place.speak.known(str(error)))
        told = await asyncio.to_thread(last_files.outcome, work, self.place.speak)
        bar = drawing.drawn("outcome", self.place.speak, **told)
        return self.place.served(drawn, self.place.top("done") + bar)

    async def lines(self, _: Request) -> Response:
        """The lines to mend."""
        text = await asyncio.to_thread(lambda: "".join(mending.lines_to_mend(self.place.speak)))
        return Response(
            text,
            media_type="text/csv",
            headers={"Content-Disposition": 'attachment; filename="lines-to-mend.csv"'},
        )

    async def undo(self, request: Request) -> Response:
        """Take back the files of the run that was seen, where it is still the last one."""
        work = self.place.kept.state.work
        if work is None or (await form(request)).get("run") != work.started:
            return RedirectResponse("/done", 303)
        try:
            self.place.worker.undo()
        except UserError as error:
            return self.place.page("problem", "done", said=self.place.speak.known(str(error)))
        return RedirectResponse("/work", 303)

    def _steps(self) -> list[dict[str, str]]:
        work, say = self.place.kept.state.work, self.place.speak.text
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
