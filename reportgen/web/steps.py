"""The tasks that people begin in pages: in which lane each is done, by what, and which page shows what it gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from starlette.responses import Response

from reportgen.common.exceptions import ReportgenError
from reportgen.web.cases import Case
from reportgen.web.lanes import Job, Lane, State
from reportgen.web.pages import page
from reportgen.web.settings import Settings
from reportgen.web.tasks import Ask

_TASKS = "reportgen.web.tasks"
_FAULT = "Something of ours went wrong. Nothing was lost: your own files are as they were. Please try again."
_STOPPED = "Nothing was lost: your files are still here, and it can be begun again."


@dataclass(frozen=True, kw_only=True)
class Step:
    """A kind of task."""

    name: str  # in addresses
    lane: Lane
    task: str  # module and function, below the tasks
    page: str  # that shows what it gave
    doing: str  # the heading of the page while it is done
    failed: str  # and when it was not done
    form: Callable[[Case], Response] | None = None  # what stands there before it is begun, if anything does
    form_page: str = ""  # or the page of a form, which stands there again when it was refused, with why
    asked_at: str = ""  # the task on whose page its form stands, where it is not the check
    shown_at: str = ""  # the task on whose page it is shown, where it has none of its own
    follows: str = ""  # the task that is begun by itself when it is done
    begun_at: str = ""  # the address of its form, where it begins a case

    def function(self) -> Callable[..., Any]:
        """What does it. It loads nothing of what it needs until it is called."""
        module, _, name = self.task.partition(".")
        found: Callable[..., Any] = getattr(import_module(f"{_TASKS}.{module}"), name)
        return found

    def about(self, case: Case) -> str:
        """What the task is about, for messages: the files."""
        return ", ".join(case.names()) or "this form"

    def ask(self, case: Case, settings: Settings, asked: dict[str, str]) -> Ask:
        """What its function is given."""
        check = case.jobs.get("check")
        files = check.result["files"] if check and check.state is State.DONE else {}
        return Ask(given=case.given, made=case.made, options=settings.options, asked=asked, files=files)

    def address(self, case: Case) -> str:
        """Where it is shown."""
        name = self.shown_at or self.name
        return f"/cases/{case.id}" if name == "check" else f"/cases/{case.id}/{name}"

    def action(self, case: Case) -> str:
        """Where its form is sent."""
        return self.begun_at or f"/cases/{case.id}/{self.name}"

    def told(self, job: Job, case: Case) -> str:
        """Why it was not done."""
        from reportgen.web.remedies import told

        error = job.error
        if job.state is State.STOPPED:
            return _STOPPED
        return told(error, case.given, case.made, case.folder) if isinstance(error, ReportgenError) else _FAULT

    def problems(self, job: Job, case: Case) -> list[dict[str, Any]]:
        """The problems of the workbook for which it was not done, if it was for them."""
        from reportgen.web.problems import stopping

        return stopping(job.error, case.given, case.made, case.folder)


def asked_first(name: str, title: str, text: str) -> Callable[[Case], Response]:
    """The page before a task that needs nothing but a yes: it says what will happen, and has the button for it."""

    def shown(case: Case) -> Response:
        return page("first", case=case, action=f"/cases/{case.id}/{name}", title=title, text=text)

    return shown


LOOK = asked_first("check", "Look at the files", "They are here, and nothing was begun with them yet.")
STEPS = {
    step.name: step
    for step in (
        Step(
            name="check",
            lane=Lane.SHORT,
            task="checking.received",
            page="checked",
            doing="Looking at your files",
            failed="This cannot be used",
        ),
        Step(
            name="report",
            lane=Lane.LONG,
            task="drafting.report",
            page="report",
            doing="Building the report",
            failed="No report was built",
            follows="pages",
        ),
        Step(
            name="pages",
            lane=Lane.LONG,
            task="drafting.pages",
            page="report",
            shown_at="report",
            doing="Laying out the pages",
            failed="The pages could not be laid out",
        ),
        Step(
            name="new",
            lane=Lane.SHORT,
            task="workbooks.new",
            page="new_made",
            doing="Making the workbook",
            failed="No workbook was made",
            begun_at="/new",
        ),
        Step(
            name="merge",
            lane=Lane.SHORT,
            task="workbooks.merged",
            page="merged",
            doing="Bringing the workbooks together",
            failed="The workbooks were not brought together",
            form=asked_first(
                "merge",
                "Bring the workbooks together",
                "All interviews, notes, headlines and agreed scores go into one new workbook. What two workbooks say "
                "differently is listed with both cells, and nothing is thrown away. Your own files stay as they are.",
            ),
        ),
        Step(
            name="template",
            lane=Lane.SHORT,
            task="looking.checked_templates",
            page="template",
            doing="Checking the template",
            failed="The template could not be checked",
            form=asked_first(
                "template",
                "Check the template",
                "Every field that would not be filled is listed with its place, and whatever would be lost when a "
                "draft is brought up to date. Nothing is changed in the file.",
            ),
        ),
        Step(
            name="peers",
            lane=Lane.SHORT,
            task="looking.peers_of_files",
            page="peers",
            doing="Looking at the peers",
            failed="The peers could not be read",
            form=asked_first(
                "peers",
                "Look at the peers",
                "You see how many organisations there are by sector, region, size and year, and never a single "
                "one. Nothing of the file goes anywhere else.",
            ),
        ),
        Step(
            name="workbook",
            lane=Lane.SHORT,
            task="checking.beside_draft",
            page="checked",
            doing="Checking the workbook",
            failed="The workbook could not be checked",
        ),
        Step(
            name="refresh",
            lane=Lane.LONG,
            task="consulting.refreshed",
            page="refreshed",
            form_page="refresh",
            doing="Bringing the draft up to date",
            failed="The draft was not brought up to date",
        ),
        Step(
            name="review",
            lane=Lane.LONG,
            task="consulting.reviewed",
            page="reviewed",
            form_page="review",
            doing="Reviewing the draft",
            failed="The draft was not reviewed",
        ),
        Step(
            name="final",
            lane=Lane.LONG,
            task="consulting.issued",
            page="final",
            asked_at="review",
            doing="Issuing the report",
            failed="The report was not issued",
            follows="final-pages",
        ),
        Step(
            name="final-pages",
            lane=Lane.LONG,
            task="drafting.pages",
            page="final",
            shown_at="final",
            doing="Laying out the pages",
            failed="The pages could not be laid out",
        ),
    )
}
