"""The pages of dropped files: what came, what was understood, what was answered, the yes."""

import asyncio
from dataclasses import dataclass, field

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from common.errors import UserError
from loaders.inspection.answers import Understood
from serve import uploads
from serve.pages.forms import form, number, sender
from serve.pages.place import Place
from serve.understood import understood_page


@dataclass(frozen=True)
class FilesPages:
    """The handlers."""

    place: Place
    agreeing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def files(self, _: Request) -> Response:
        """What was understood of the files."""
        if self.place.phase == "working":
            return RedirectResponse("/work", 303)
        if self.place.phase == "empty":
            return RedirectResponse("/", 303)
        found = self.place.inspection.look()
        told = understood_page(self.place.kept, found, self.place.speak)
        return self.place.page("files", "files", seen=self.place.version, **told)

    async def take(self, request: Request) -> Response:
        """Receive one file."""
        if self.place.kept.state.is_working:
            return JSONResponse({"said": self._busy()}, 409)
        try:
            name = uploads.safe_name(request.path_params["name"], self.place.speak)
            await uploads.receive(
                self.place.kept,
                name,
                request.stream(),
                number(request.headers.get("content-length")),
                number(request.headers.get("x-changed"), 1000),
                self.place.speak,
            )
        except uploads.RefusedError as error:
            return JSONResponse({"said": str(error)}, 413, headers={"Connection": "close"})
        except ClientDisconnect:
            return Response(status_code=400)
        self.place.kept.files_changed()
        self.place.changed()
        return JSONResponse({"name": name}, 201)

    async def leave_out(self, request: Request) -> Response:
        """Delete one file."""
        given = await form(request)
        for path in self.place.kept.dropped():
            if path.name == given.get("name") and not self.place.kept.state.is_working:
                path.unlink()
                self.place.kept.files_changed()
        self.place.changed()
        return RedirectResponse("/files", 303)

    async def forget(self, _: Request) -> Response:
        """Delete all files."""
        if not self.place.kept.state.is_working:
            self.place.kept.forget_files()
        self.place.changed()
        return RedirectResponse("/", 303)

    async def answer(self, request: Request) -> Response:
        """Take answers, or take one back."""
        given = await form(request)
        taken_back = given.pop("take-back", None)
        answers = self.place.kept.state.answers
        answers.update(given)
        if taken_back:
            answers.pop(taken_back, None)
        self.place.kept.files_changed()
        self.place.changed()
        return RedirectResponse("/files", 303)

    async def agree(self, request: Request) -> Response:
        """Keep the settings and begin, where nothing is open, and all is as it was seen."""
        given = await form(request)
        seen, state = given.get("seen", ""), self.place.kept.state
        async with self.agreeing:
            if (found := self._agreed(seen)) is None:
                return RedirectResponse("/files", 303)
            try:
                await asyncio.to_thread(found.keep, self.place.kept.files)
                if self._agreed(seen) is None:  # somebody dropped a file meanwhile
                    return RedirectResponse("/files", 303)
                if state.broken and given.get("allow") == state.broken:
                    state.allowed.append(state.broken)
                    state.broken = ""
                self.place.worker.load(sender(request))
            except UserError as error:
                return self.place.page("problem", "files", said=self.place.speak.known(str(error)))
        return RedirectResponse("/work", 303)

    def _agreed(self, seen: str) -> Understood | None:
        """What a yes to the page of version `seen` is a yes to; None where it is to nothing now."""
        if (seen, self.place.phase) != (str(self.place.version), "asking"):
            return None
        found = self.place.inspection.look()
        if self.place.kept.is_receiving() or not isinstance(found, Understood):
            return None
        return None if found.open or found.proposal.refusals else found

    def _busy(self) -> str:
        return self.place.speak.text(
            "Files are being worked on. Wait until that is done, or cancel it; yours are still "
            "where they were."
        )
