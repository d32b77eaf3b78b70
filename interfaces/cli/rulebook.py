"""The commands of the rulebook: its pages in the terminal, and all of it as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Printed
from rich.text import Text

from application.rulebook.governed.things import Ledger
from application.rulebook.pages import Line, Page
from application.rulebook.pages import Table as Rows
from application.rulebook.reading import Rulebook, Told, index_of, page_told
from application.rulebook.results import of_example, sentence
from domain.kernel.errors import BadInput
from interfaces.cli.desk import Desk, facts_of
from interfaces.cli.reading import AsOf
from interfaces.composition import kept, rulebook, version
from interfaces.rulebook import export as exporting
from interfaces.rulebook.telling import number_columns
from interfaces.web.language import LANGUAGES

pages = typer.Typer(no_args_is_help=True, help="How the ledger behaves, rule by rule, with examples.")


def register(app: typer.Typer) -> None:
    """Add the commands of the rulebook."""
    app.add_typer(pages, name="rulebook")


@pages.command("show")
def show(
    context: typer.Context,
    page: Annotated[str, typer.Argument(help="A page, like allocation/shares; omitted: all of them.")] = "",
) -> None:
    """The pages with how their examples last ran; or one PAGE with its rules and examples."""
    desk: Desk = context.obj
    book = rulebook(desk.data_dir)
    if desk.as_json:
        desk.answer(page_told(book, page) if page else index_of(book), {})
        return
    if page:
        shown = book.page(page)
        _print_page(desk, shown, book.told(shown))
        return
    desk.out.print(_contents(book))


@pages.command("export")
def export(
    context: typer.Context,
    folder: Path,
    language: Annotated[str, typer.Option(help="Of the words around the rules: en or fr.")] = "en",
    governed: Annotated[
        bool, typer.Option(help="Name what each rule governs in the group as well, as of a position.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Write the rulebook into FOLDER, as pages that are read without a server and lead to none."""
    desk: Desk = context.obj
    if language not in LANGUAGES:
        raise BadInput("--language", f"it is one of {', '.join(LANGUAGES)}")
    if as_of is not None and not governed:
        raise BadInput("--as-of", "it says as of when with --governed what each rule governs")
    book = rulebook(desk.data_dir)
    if not governed:
        _write(desk, folder, exporting.export(book, version(), language), {})
        return
    with desk.opened() as (opened, name, group):
        at = group.position(as_of)
        facts = facts_of(opened, name)
        told = exporting.AsOf(Ledger(group.readings, at), name, at, facts)
        _write(desk, folder, exporting.export(book, version(), language, told), facts)


def _write(desk: Desk, folder: Path, written: Mapping[str, bytes], facts: dict[str, str]) -> None:
    """Write the files; what else lies in the folder is never mixed with them. Raises BadInput."""
    if folder.exists() and not folder.is_dir():
        raise BadInput("FOLDER", f"{folder} is not a folder")
    strangers = [
        found.relative_to(folder).as_posix()
        for found in (sorted(folder.rglob("*")) if folder.is_dir() else ())
        if found.is_file() and found.relative_to(folder).as_posix() not in written
    ]
    if strangers:
        raise BadInput(
            "FOLDER", f"{folder} holds {strangers[0]}, which is no page of it: name another folder"
        )
    for path, content in written.items():
        file = folder / path
        _make(file.parent)
        kept.write(file, content)
    desk.tell(
        f"{len(written)} files are written; open {folder / 'index.html'}",
        {"folder": str(folder), "files": sorted(written)},
        facts,
    )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput("FOLDER", f"{folder} cannot be made: {error.strerror}") from None


def _contents(book: Rulebook) -> Printed:
    table = Printed(box=None, pad_edge=False)
    for head in ("page", "title", "examples", "stand"):
        table.add_column(head, justify="right" if head == "examples" else "left")
    told = index_of(book)
    for page in told["pages"]:
        stand = ", ".join(f"{count} {standing}" for standing, count in page["standing"].items())
        table.add_row(page["path"], page["title"], str(page["example_count"]), stand)
    return table


def _print_page(desk: Desk, page: Page, told: Told) -> None:
    _say(desk, page.title, bold=True)
    _say(desk, page.why)
    for line in _lines(page.given):
        desk.out.print(line)
    for rule in page.rules:
        desk.out.print()
        _say(desk, f"Rule: {rule.title}", bold=True)
        for line in _lines(rule.given):
            desk.out.print(line)
        for example in rule.examples:
            desk.out.print()
            _say(desk, f"{example.title} ({sentence(of_example(told, rule, example))})")
            for line in _lines(example.lines):
                desk.out.print(line)
            if example.cases:
                desk.out.print(_table(example.cases))


def _say(desk: Desk, text: str, *, bold: bool = False) -> None:
    desk.out.print(Text(text, style="bold" if bold else ""))


def _lines(lines: Sequence[Line]) -> Iterator[Text | Printed]:
    for line in lines:
        yield Text(f"  {line.word:<6}{line.text}")
        if line.table:
            yield _table(line.table)


def _table(rows: Rows) -> Printed:
    numbers = number_columns(rows)
    table = Printed(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("      ")
    for place, head in enumerate(rows[0]):
        table.add_column(Text(head), justify="right" if place in numbers else "left")
    for row in rows[1:]:
        table.add_row("", *map(Text, row))
    return table
