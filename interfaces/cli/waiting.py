"""What is shown while long work is done: a progress bar beside the output."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from application.ports import Progress as Report
from interfaces.cli.desk import Desk


def progress(desk: Desk) -> Progress:
    """A progress bar for long work, beside what is printed, and silent for programs."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), disable=desk.as_json)


def reporting(bar: Progress, what: str) -> Report:
    """Report on a bar how much is done."""
    task = bar.add_task(what, total=None)

    def report(done: int, of: int) -> None:
        bar.update(task, completed=done, total=of)

    return report
