"""The pages of `reportgen serve`: what each address shows and does. What takes more than a moment is a task."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportgen.common.options import MOST_INTERVIEWS, USUAL_INTERVIEWS
from reportgen.common.resources import PACKAGE
from reportgen.office.libreoffice import find_office
from reportgen.web.archive import archive
from reportgen.web.cases import Case, Cases
from reportgen.web.lanes import FullError, Job, Lane, Lanes, State
from reportgen.web.library import known_sectors, library, question
from reportgen.web.names import attachment, safe_name
from reportgen.web.pages import in_words, page, sorry
from reportgen.web.settings import MOST_FILES, Settings
from reportgen.web.settled import settled
from reportgen.web.steps import LOOK, STEPS, Step
from reportgen.web.tasks.looking import usual_peers

_STATIC = Path(__file__).parent / "static"
_FONTS = PACKAGE / "common" / "fonts"
_SWEEP = 30.0  # seconds between looks for cases that nobody uses
_AT_ONCE = 2.0  # seconds that an answer waits for its task: most checks are done before a page could say so
_GLANCE = 0.02
_TOO_LARGE = 413
_ENTRIES = 1_000_000  # bytes of a form without files
_FRESH = 60.0  # seconds for which the numbers of the peer database are not read again
_SUFFIXES = (".xlsx", ".docx", ".csv", ".txt", ".json.gz", ".json", ".toml")


def make_app(settings: Settings) -> Starlette:
    """The application, without its guard."""
    most = settings.most_bytes
    routes = [
        Route("/", _start),
        Route("/new", _new, methods=["GET", "POST"]),
        Route("/library", library),
        Route("/library/{id}", question),
        Route("/peers", _peers),
        Route("/cases", _begin, methods=["POST"], max_body_size=most),
        Route("/cases/{id}", _case),
        Route("/cases/{id}/files", _add, methods=["POST"], max_body_size=most),
        Route("/cases/{id}/stop/{step}", _stop, methods=["POST"]),
        Route("/cases/{id}/onwards", _onwards, methods=["POST"]),
        Route("/cases/{id}/delete", _delete, methods=["POST"]),
        Route("/cases/{id}/state/{step}", _state),
        Route("/cases/{id}/all.zip", _all),
        Route("/cases/{id}/files/{name:path}", _file),
        Route("/cases/{id}/{step}", _step, methods=["GET", "POST"]),
        Mount("/static/fonts", _Kept(directory=_FONTS)),
        Mount("/static", _Kept(directory=_STATIC)),
    ]
    handlers = {HTTPException: _http_error, Exception: _fault}
    app = _Pages(routes=routes, lifespan=_lifespan, exception_handlers=handlers, max_body_size=_ENTRIES)
    app.state.settings = settings
    return app


class _Pages(Starlette):
    """An application that refuses uploads which are too large in words of ours."""

    def build_middleware_stack(self) -> ASGIApp:
        """What each request goes through."""
        inner = super().build_middleware_stack()

        async def worded(scope: Scope, receive: Receive, send: Send) -> None:
            is_refused = False

            async def sent(message: Message) -> None:
                nonlocal is_refused
                if message["type"] == "http.response.start" and message["status"] == _TOO_LARGE:
                    is_refused = True
                    await sorry(_TOO_LARGE, *_TOLD[_TOO_LARGE])(scope, receive, send)
                elif not is_refused:
                    await send(message)

            await inner(scope, receive, sent)

        return worded


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    app.state.cases = Cases(settings.root, settings.kept)
    app.state.lanes = Lanes(settings.waiting)
    app.state.peers = None  # the task that read them last, and when it was asked for
    sweeper = asyncio.create_task(_sweep(app))
    try:
        yield
    finally:
        sweeper.cancel()
        await run_in_threadpool(app.state.lanes.close)
        await run_in_threadpool(app.state.cases.delete, app.state.cases.every())


async def _sweep(app: Starlette) -> None:
    while True:
        await asyncio.sleep(min(_SWEEP, app.state.settings.kept))
        cases: Cases = app.state.cases
        outdated = cases.outdated()
        cases.forget(outdated)  # at once, or somebody could go on with one that is being deleted
        await run_in_threadpool(cases.delete, outdated)


# --------------------------------------------------------------------------------------------------- files come in


async def _start(request: Request) -> Response:
    cases = _cases(request).all_of(_owner(request))
    return page("start", cases=[case for case in cases if case.jobs or case.names()])


async def _begin(request: Request) -> Response:
    """Files of a new case."""
    if no_room := await _without_room(request, new=True):
        return no_room
    async with _dropped(request) as form:
        if not _uploads(form):
            return sorry(400, *_NO_FILE)
        case = _cases(request).begin(_owner(request))
        await _store(case, form)
    return await _begun(request, case, "check", {})


async def _add(request: Request) -> Response:
    """More files of a case, or a workbook in place of the one before."""
    case = _found(request)
    if no_room := await _without_room(request):
        return no_room
    async with _dropped(request) as form:
        if not _uploads(form):
            return sorry(400, *_NO_FILE)
        async with _alone(request, case):
            if case.going():
                return sorry(409, *_BUSY)
            if (replaced := form.get("replaces")) in case.names():
                (case.given / str(replaced)).unlink()
            _begin_again(case)
            case.replaced = await _store(case, form)
            full = await _submitted(request, case, STEPS["check"], {})
    return full or await _led(case, STEPS["check"])


async def _without_room(request: Request, *, new: bool = False) -> Response | None:
    """The page that says so where a person has as many files here as there is room for; `new` for another case."""
    settings: Settings = request.app.state.settings
    cases = _cases(request).all_of(_owner(request))
    if new and len(cases) >= settings.most_cases:
        return sorry(409, "There is no room for more", _NO_ROOM)
    if await run_in_threadpool(lambda: sum(case.size() for case in cases)) >= settings.most_kept:
        return sorry(409, "There is no room for more", _NO_ROOM)
    return None


@asynccontextmanager
async def _dropped(request: Request) -> AsyncIterator[FormData]:
    """A form with files. Raises `HTTPException` where there are more than are taken at once, or it cannot be read."""
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=MOST_FILES)
    except HTTPException as error:
        if error.detail.startswith("Too many files"):
            raise HTTPException(_TOO_LARGE) from error
        raise
    try:
        yield form
    finally:
        await form.close()


@asynccontextmanager
async def _alone(request: Request, case: Case) -> AsyncIterator[None]:
    """Nobody else changes the files of a case, or begins a task, meanwhile. Raises `HTTPException` when it is gone."""
    async with case.lock:
        if _cases(request).of(case.owner, case.id) is None:
            raise HTTPException(404)
        yield


async def _onwards(request: Request) -> Response:
    """A workbook that was made goes on as a case of its own, with the other files that were dropped."""
    case, check = _found(request), STEPS["check"]
    async with request.form(max_files=0, max_fields=4) as form:
        made = case.results().get(str(form.get("name")))
    if made is None or made.suffix != ".xlsx":
        raise HTTPException(404)
    if no_room := await _without_room(request, new=True):
        return no_room
    following = _cases(request).begin(case.owner)
    others = check.ask(case, request.app.state.settings, {}).others("WORKBOOK")
    for path in (*others, made):
        await run_in_threadpool(shutil.copyfile, path, following.given / path.name)
    return await _begun(request, following, "check", {})


def _begin_again(case: Case) -> None:
    """Keep what the last check of a workbook found, to say after the next what was settled since.

    What was done with the files before can be asked for again: it was about other files.
    """
    check = case.jobs.get("check")
    if check and check.state is State.DONE and (found := check.result["check"]):
        case.before = found["problems"]
    case.jobs = {}


def _uploads(form: FormData) -> list[UploadFile]:
    return [value for _, value in form.multi_items() if isinstance(value, UploadFile) and value.filename]


async def _store(case: Case, form: FormData) -> list[str]:
    """Store uploads under names of ours; those that were here, and whose place is taken by one of their name.

    Two of one name in one upload would be one file: the second gets a number.
    """
    taken: set[str] = set()
    here = {name.casefold(): name for name in case.names()}
    replaced = []
    for upload in _uploads(form):
        name = safe_name(upload.filename or "", _SUFFIXES, "file")
        stem, dot, suffix = name.partition(".")
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}{dot}{suffix}"
        taken.add(name.casefold())
        if before := here.pop(name.casefold(), ""):
            (case.given / before).unlink()
            replaced.append(before)
        await run_in_threadpool(_copy, upload, case.given / name)
    return replaced


def _copy(upload: UploadFile, target: Path) -> None:
    upload.file.seek(0)
    with target.open("wb") as file:
        while block := upload.file.read(1 << 20):
            file.write(block)


# ----------------------------------------------------------------------------------------------------- without files


async def _new(request: Request) -> Response:
    """The form of a new workbook, and the workbook."""
    settings: Settings = request.app.state.settings
    entries, faults = {"client": "", "sector": "", "interviews": str(USUAL_INTERVIEWS)}, dict[str, str]()
    if request.method == "POST":
        async with request.form(max_files=0, max_fields=len(entries)) as form:
            entries = {name: str(form.get(name, "")).strip() for name in entries}
        faults = await run_in_threadpool(_faults_of, entries)
        if not faults:
            if no_room := await _without_room(request, new=True):
                return no_room
            asked = {name: text for name, text in entries.items() if text}
            return await _begun(request, _cases(request).begin(_owner(request)), "new", asked)
    sectors = await run_in_threadpool(known_sectors, settings)
    values: dict[str, Any] = {"entries": entries, "faults": faults, "sectors": sectors, "most": MOST_INTERVIEWS}
    return page("new", status=422 if faults else 200, **values)


def _faults_of(entries: Mapping[str, str]) -> dict[str, str]:
    from reportgen.runs.new import faults_of_entries

    return faults_of_entries(**entries)


async def _peers(request: Request) -> Response:
    """The numbers of the peers of this server, read at most once a minute for everybody."""
    settings: Settings = request.app.state.settings
    source = settings.database or settings.options.usual_peers
    if not source:
        return page("peers", case=None, result=None, waits=False, trouble=False)
    job, asked = request.app.state.peers or (None, 0.0)
    if job is None or (job.is_over and time.monotonic() - asked > _FRESH):
        try:
            job = _lanes(request).submit("", Lane.SHORT, "the peers", usual_peers, source, settings.options.usual_set)
        except FullError as full:
            return sorry(503, "Many reports are being made just now", f"Try again in {in_words(full.seconds)}.")
        request.app.state.peers = job, time.monotonic()
    read: Job = job
    await _until(lambda: read.is_over, _AT_ONCE)
    result = {"sources": [read.result]} if read.state is State.DONE else None
    trouble = read.is_over and result is None
    status = 503 if trouble else 200
    return page("peers", status=status, case=None, result=result, waits=not read.is_over, trouble=trouble)


# ----------------------------------------------------------------------------------------- tasks, and what they gave


async def _case(request: Request) -> Response:
    case = _found(request)
    first = next(iter(case.jobs), None)
    if first is None:  # there was no room to begin, or files are coming in
        return LOOK(case) if case.names() else RedirectResponse("/", 303)
    if "check" not in case.jobs:  # it has no files, and began with another task
        return RedirectResponse(STEPS[first].address(case), 303)
    return _shown(request, case, STEPS["check"])


async def _step(request: Request) -> Response:
    """A task of a case: begun by its form, shown at its address."""
    case, step = _found(request), STEPS.get(request.path_params["step"])
    if step is None:
        raise HTTPException(404)
    if request.method != "POST":
        return RedirectResponse(step.address(case), 303) if step.shown_at else _shown(request, case, step)
    if step.begun_at:  # where what is entered is looked at
        raise HTTPException(405)
    check = case.jobs.get("check")
    if step.name != "check" and (check is None or check.state is not State.DONE):
        return RedirectResponse(f"/cases/{case.id}", 303)  # what the files are, is not known yet
    async with request.form(max_files=0, max_fields=40) as form:
        asked = {name: str(value) for name, value in form.multi_items() if str(value).strip()}
    return await _begun(request, case, step.name, asked)


async def _begun(request: Request, case: Case, name: str, asked: dict[str, str]) -> Response:
    """Begin a task, unless it is being done, and lead to its page."""
    async with _alone(request, case):
        full = await _submitted(request, case, STEPS[name], asked)
    return full or await _led(case, STEPS[name])


async def _submitted(request: Request, case: Case, step: Step, asked: dict[str, str]) -> Response | None:
    """Have a task done, unless it is being done; the page that says so where there is no room for it."""
    running = case.jobs.get(step.name)
    if running and not running.is_over:
        return None
    if others := [name for name, job in case.jobs.items() if not job.is_over and name not in _BESIDE]:
        # one may rewrite what the other reads
        return sorry(409, f"{STEPS[others[0]].doing}: wait for it first", _BUSY[1])
    if outdated := case.jobs.get(step.follows):  # it stays there while it is stopped, or it would be begun anew
        await run_in_threadpool(_lanes(request).stop, outdated)
    settings: Settings = request.app.state.settings
    try:
        case.jobs[step.name] = _lanes(request).submit(
            case.owner, step.lane, step.about(case), step.function(), step.ask(case, settings, asked)
        )
    except FullError as full:
        return page("full", status=503, case=case, step=step, asked=asked, wait=in_words(full.seconds))
    case.jobs.pop(step.follows, None)
    return None


async def _led(case: Case, step: Step) -> Response:
    """Lead to the page of a task, in a moment if it is done by then."""
    job = case.jobs.get(step.name)
    await _until(lambda: job is None or job.is_over, _AT_ONCE)
    return RedirectResponse(step.address(case), 303)


async def _until(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        await asyncio.sleep(_GLANCE)


def _shown(request: Request, case: Case, step: Step) -> Response:
    """The page of a task: what it gave, why it did not, or how far it is."""
    job, check = case.jobs.get(step.name), case.jobs.get("check")
    values: dict[str, Any] = {"case": case, "step": step, "job": job, "minutes": round(_cases(request).left(case) / 60)}
    state = job.state if job else None  # looked at once: it may change meanwhile
    if step.form_page and state in (None, State.REFUSED) and check and check.state is State.DONE:
        told, problems = (step.told(job, case), step.problems(job, case)) if job else ("", [])
        values |= {"check": check.result, "told": told, "problems": problems}
        return page(step.form_page, status=422 if job else 200, **values)
    if job is None:
        return step.form(case) if step.form else RedirectResponse(STEPS[step.asked_at or "check"].address(case), 303)
    if state is State.DONE:
        if step.page == "checked":
            values |= {"begun": _begun_with(case, step), "replaced": case.replaced}
            if job.result["check"]:
                values["settled"] = settled(case.before, job.result["check"]["problems"])
                values["wanted_sheet"] = request.query_params.get("sheet", "")
        _follow(request, case, step, job)
        return page(step.page, result=job.result, after=_after(case, step), **values)
    if state in (State.WAITING, State.WORKING):
        return page("working", **_place(request, job), **values)
    status = {State.REFUSED: 422, State.FAILED: 500}.get(state, 200) if state else 200
    return page("refused", status=status, told=step.told(job, case), problems=step.problems(job, case), **values)


def _after(case: Case, step: Step) -> dict[str, Any]:
    """The task that follows one by itself, and why it was not done, if it was not."""
    job = case.jobs.get(step.follows)
    is_refused = job and job.is_over and job.state is not State.DONE
    return {"job": job, "step": step.follows, "told": STEPS[step.follows].told(job, case) if job and is_refused else ""}


def _begun_with(case: Case, shown: Step) -> list[tuple[Step, Job]]:
    """What else was begun with the files of a case, and has a page of its own."""
    others = ((STEPS[name], job) for name, job in case.jobs.items() if name not in ("check", shown.name))
    return [(step, job) for step, job in others if not step.shown_at]


def _place(request: Request, job: Job) -> dict[str, Any]:
    """Where a task stands in the queue: how many come before it, and in words how long that takes."""
    lanes = _lanes(request)
    return {"before": lanes.before(job), "wait": in_words(lanes.seconds(job)) if job.state is State.WAITING else ""}


def _follow(request: Request, case: Case, step: Step, job: Job) -> None:
    """Begin what follows a task by itself, once; where there is no room it is left out, and can be asked for."""
    if step.follows and step.follows not in case.jobs and find_office():
        after = STEPS[step.follows]
        asked = {"document": job.result["document"]}
        with suppress(FullError):
            ask = after.ask(case, request.app.state.settings, asked)
            case.jobs[after.name] = _lanes(request).submit(
                case.owner, after.lane, after.about(case), after.function(), ask
            )


async def _state(request: Request) -> Response:
    """How far a task is, for the script of a page."""
    case = _found(request)
    job = case.jobs.get(request.path_params["step"])
    if job is None:
        raise HTTPException(404)
    return JSONResponse({"over": job.is_over, "steps": list(job.steps), **_place(request, job)})


async def _stop(request: Request) -> Response:
    case, step = _found(request), STEPS.get(request.path_params["step"])
    if step is None:
        raise HTTPException(404)
    if job := case.jobs.get(step.name):
        await run_in_threadpool(_lanes(request).stop, job)
    return RedirectResponse(step.address(case), 303)


async def _delete(request: Request) -> Response:
    case = _found(request)
    async with case.lock:
        _cases(request).forget([case])  # so that nothing more is begun
        for job in case.going():
            await run_in_threadpool(_lanes(request).stop, job)
        await run_in_threadpool(_cases(request).delete, [case])
    return RedirectResponse("/", 303)


# ----------------------------------------------------------------------------------------------------- files go out


async def _file(request: Request) -> Response:
    """A file that was made: looked up among those, never by a path. Pictures are shown, all else is saved."""
    found = _found(request).results().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    if found.suffix == ".png":
        return FileResponse(found, content_disposition_type="inline")
    return FileResponse(found, headers={"content-disposition": attachment(found.name)})


async def _all(request: Request) -> Response:
    """All that was made, as one archive."""
    case = _found(request)
    content = await run_in_threadpool(archive, case.results())
    return Response(
        content, media_type="application/zip", headers={"content-disposition": 'attachment; filename="report.zip"'}
    )


class _Kept(StaticFiles):
    """Fonts and styles, which browsers may keep for a day."""

    def file_response(self, *given: object, **named: object) -> Response:
        answer = super().file_response(*given, **named)  # type: ignore[arg-type]
        answer.headers["cache-control"] = "public, max-age=86400"
        return answer


# ------------------------------------------------------------------------------------------------------- and if not


def _found(request: Request) -> Case:
    case = _cases(request).of(_owner(request), request.path_params["id"])
    if case is None:
        raise HTTPException(404)
    return case


def _cases(request: Request) -> Cases:
    cases: Cases = request.app.state.cases
    return cases


def _lanes(request: Request) -> Lanes:
    lanes: Lanes = request.app.state.lanes
    return lanes


def _owner(request: Request) -> str:
    return str(request.scope["user"])


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    title, text = _TOLD.get(status, _TOLD[400])
    return sorry(status, title, text)


async def _fault(request: Request, error: Exception) -> Response:
    return sorry(500, *_TOLD[500])


_BESIDE = {step.follows for step in STEPS.values()}  # tasks that only look at what another made
_NO_ROOM = (
    "You have more files here than can be kept at a time. Nothing was taken or begun. Go to the start, open what you "
    "are done with, and delete it there; what you do not use goes by itself."
)
_NO_FILE = ("No file was chosen", "Go back and choose the files, or drop them onto the field.")
_BUSY = ("Something is being done with these files", "Wait until it is done, or stop it first.")
_TOLD = {
    400: ("This could not be read", "The page sent something that cannot be read. Go back and try again."),
    404: (
        "This is not here any more",
        "Files are deleted a while after they were last used, or when you ask for it. Choose them again.",
    ),
    405: ("This page does nothing by itself", "Go back to the start, and begin there."),
    _TOO_LARGE: (
        "That is too much at once",
        f"These are more than {MOST_FILES} files, or larger than any workbook or draft of ours. Drop fewer, or make "
        "the pictures in them smaller, and try again.",
    ),
    500: ("Something of ours went wrong", "Nothing was lost: your own files are as they were. Try again."),
}
