"""The private pages as they are served: drawn apart from the requests, once per build and day."""

import asyncio
import base64
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256

from markupsafe import Markup

from common.language import school_language
from common.servers.connections import Role, connect_postgres
from dashboard.data_report.report import Outcome, private_report
from dashboard.preview.page import Served, page_html, vega
from dashboard.site import private_site
from dashboard.spec.check import checked_report
from dashboard.spec.marts import read_marts
from refresh.build.published import last_build
from serve.apart import apart
from serve.kept import Kept
from verdict.last_build import read_build

TOP, BELOW = "<!-- top -->", "<!-- below -->"
SERVED = Served(Markup(TOP), Markup(BELOW), "/assets/serve.css", "/assets/serve.js")
CALLS, REPORT = "/calls", "/report"
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Drawn:
    """A page with room for what differs from visit to visit; `scripts` are its scripts' hashes."""

    html: str
    scripts: tuple[str, ...]

    def filled(self, top: str, below: str = "") -> str:
        """The page with what is above it and below the first screen."""
        return self.html.replace(TOP, top, 1).replace(BELOW, below, 1)


@dataclass
class Site:
    """The first screen with all that is behind it."""

    kept: Kept
    drawn: Drawn | None = None
    of: tuple[str, date, float] | None = None
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def home(self) -> Drawn | None:
        """Draw it, where a build or a day has come since, or somebody was erased.

        None where nothing is built yet.
        """
        async with self.drawing:
            build = await asyncio.to_thread(_published)
            if build is None:
                return None
            erased = self.kept.erased.stat().st_mtime if self.kept.erased.exists() else 0.0
            basis = (build, datetime.now(UTC).date(), erased)
            if basis != self.of or self.drawn is None:
                self.drawn, self.of = await apart(draw_home), basis
            return self.drawn


async def outcome_page(outcome: Outcome | None) -> Drawn:
    """The data report in its private edition, after a run or at any time."""
    return await apart(draw_report, outcome)


def draw_home() -> Drawn:
    """Draw the dashboard, in which ticks are saved at once."""
    report, marts, build = checked_report(school_language()), read_marts(), read_build()
    with connect_postgres(role=Role.TRANSFORMER, application_name="serve") as connection:
        model = private_site(connection, report, marts, build)
    model["calls"]["ticks"]["address"] = CALLS
    return _drawn(page_html({**model, "is_private": True, "report": REPORT}, SERVED))


def draw_report(outcome: Outcome | None) -> Drawn:
    """Draw the report."""
    return _drawn(page_html({**private_report(outcome), "is_private": True}, SERVED))


def _drawn(html: str) -> Drawn:
    scripts = (*SCRIPT.findall(html), vega())
    hashes = (sha256(script.encode()).digest() for script in scripts)
    return Drawn(html, tuple(f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes))


def _published() -> str | None:
    with connect_postgres(
        role=Role.TRANSFORMER, application_name="serve", autocommit=True
    ) as connection:
        build = last_build(connection)
    return build.build_id if build else None
