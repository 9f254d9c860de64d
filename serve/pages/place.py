"""What all pages share: what is kept, who works on it, and how a page is drawn."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import HTMLResponse

from common.errors import UserError
from common.language import Language
from serve.door import POLICY
from serve.inspection import Inspection
from serve.kept import Kept
from serve.pages import drawing
from serve.site import Drawn, Site
from serve.work import Worker


@dataclass
class Place:
    """One for all browsers.

    `version` tells them that something has changed of the files or the run, `ticked` that a call
    was ticked off.
    """

    kept: Kept
    speak: Language
    version: int = 0
    ticked: int = 0

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

    def page(self, name: str, page: str, **told: object) -> HTMLResponse:
        """Draw a page of a template, which is `page` to the links above it."""
        defaults = {"last_files": ()}
        return HTMLResponse(
            drawing.drawn(name, self.speak, **{**defaults, **self._around(page), **told})
        )

    def served(self, drawn: Drawn, top: str, below: str = "") -> HTMLResponse:
        """Send a page of figures, whose own scripts may run."""
        policy = POLICY.replace("script-src 'self'", f"script-src 'self' {' '.join(drawn.scripts)}")
        return HTMLResponse(
            Markup(drawn.filled(top, below)), headers={"Content-Security-Policy": policy}
        )

    def top(self, page: str) -> str:
        """What is above each page."""
        return drawing.drawn("top", self.speak, **self._around(page))

    def _around(self, page: str) -> dict[str, object]:
        work = self.kept.state.work
        return {"phase": self.phase, "page": page, "has_run": bool(work and work.code is not None)}
