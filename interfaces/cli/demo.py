"""`tantieme demo`: plays the example and tells it as a story that a controller reads in two minutes."""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape

from application.answers import lists
from application.answers.exactness import exactness
from application.answers.explanation import explanation, named
from application.answers.statement import statement
from application.group import Group
from application.imports import Imported
from domain.kernel.errors import Refusal
from domain.kernel.money import euros
from interfaces.cli import printing
from interfaces.cli.desk import Desk
from interfaces.cli.proving import Altered, RebuiltUnequal
from interfaces.cli.statements import statement_table
from interfaces.cli.story import cast, decisions, telling
from interfaces.cli.story.play import Play
from interfaces.cli.story.years import YEARS, Years, run_count
from interfaces.cli.waiting import progress, reporting
from interfaces.composition import Home

GROUP = "coopairs"
MARKER = "tantieme demo"
SHARE = ("Mésolia", "CE-PLATFORM", "2021-09")


class NotADemo(Refusal):
    """A demo deletes nothing but an earlier demo."""

    sentence = "the group {group} was not made by the demo, so it is left alone: choose another with --group"


class CentsAstray(Refusal):
    """The demo's own check: what is posted is what was to be shared."""

    sentence = "runs whose shares do not sum to their pool: {runs}"


class CentAdrift(Refusal):
    """The demo's own check: the carried remainder keeps posted cents within a cent of the exact parts."""

    sentence = "what {member} bears of {contract} is a cent or more from its exact part"


def demo(context: typer.Context) -> None:
    """Play years of Coo.pairs on a fresh group, from the signed agreement to a proven statement."""
    desk: Desk = context.obj
    started = time.monotonic()
    name = desk.group or GROUP
    with desk.home(new=True) as opened:
        _start_clean(desk.out, opened, name)
        alone = len(opened.groups()) == 1
        group = opened.open(name)
        years = Years(Play(group))
        story = _Story(desk, opened, name, group, years)
        story.tell()
    desk.out.print(f"\n[dim]Played in {time.monotonic() - started:.0f} seconds.[/dim]")
    options = _shared_options(desk, name, alone)
    _go_on(desk.out, options, years.play.positions["before the key changed"])


def _shared_options(desk: Desk, name: str, alone: bool) -> str:
    folder = "" if desk.data_dir is None else f"--data-dir {shlex.quote(str(desk.data_dir))} "
    return folder + ("" if alone else f"--group {name} ")


def _start_clean(out: Console, opened: Home, name: str) -> None:
    if name in opened.groups():
        if opened.about(name).get("made by") != MARKER:
            raise NotADemo(group=name)
        opened.drop(name)
        out.print(f"[dim]The group {name} of an earlier demo was dropped: this one starts clean.[/dim]")
    opened.migrate(name)
    facts = {"published": cast.PUBLISHED_FACTS, "invented": cast.INVENTED_FACTS}
    opened.note(name, **{"made by": MARKER}, **facts)


@dataclass(slots=True)
class _Story:
    desk: Desk
    opened: Home
    name: str
    group: Group
    years: Years

    def tell(self) -> None:
        self._chapter("1. The members, as published in December 2016")
        self.years.found()
        self._show(printing.members_table(lists.members(self.group.readings, self._now())))
        self._chapter("2. The cooperation agreement Coo.pairs, fifty-fifty")
        self._show(printing.agreements_table(lists.agreements(self.group.readings, self._now())))
        self._tell_signatures()
        self._chapter("3. Three services, each contract opened by a resolution that lays down its key")
        self.years.open_toolbox()
        self._show(printing.services_table(lists.services(self.group.readings, self._now())))
        self._show(printing.contracts_table(lists.contracts(self.group.readings, self._now())))
        self._play_years()
        self._tell_statements()
        self._tell_share()
        self._tell_proof()

    def _play_years(self) -> None:
        imported: list[Imported] = []
        with progress(self.desk) as bar:
            task = bar.add_task("importing and running 2017 to 2021", total=run_count() + 10 * len(YEARS))
            for year in YEARS:
                self.years.decide_before(year)
                for file in self.years.import_year(year):
                    imported.append(file)
                    bar.advance(task, 5)
                self.years.run_year(year, lambda steps: bar.advance(task, steps))
        self._chapter("4. Documents and readings of 2017 to 2021, from the files that ship with the example")
        self._tell_imports(imported)
        self._chapter("5. A run per contract and month: prepared by one, approved by another, posted")
        self._tell_runs()
        self._chapter("6. All in one group: Coo.ligence, Coo.efficience, a third landlord, a key that moves")
        self._tell_decisions()

    def _tell_signatures(self) -> None:
        for agreement in lists.agreements(self.group.readings, self._now()):
            for signature in agreement["signatures"]:
                member, day, deed = signature["member"], signature["signed_on"], signature["deliberation"]
                self.desk.out.print(escape(f"{member} signed on {day}, empowered by {deed}."))

    def _tell_imports(self, imported: list[Imported]) -> None:
        columns = (
            "file",
            "lines",
            "documents or readings",
            "known before",
            "late lines",
            "lines without document",
        )
        made = printing.table("Imports", *columns, right=columns[1:])
        late = [self.years.late] if self.years.late else []
        for done in [file.completed for file in (*imported, *late)]:
            printing.row(
                made, done.name, done.lines, done.recorded, done.known, done.late, done.without_evidence
            )
        self._show(made)
        self.desk.out.print(
            "`tantieme costs --without-document` lists the lines without one; the document that came twice "
            "changed nothing."
        )

    def _tell_runs(self) -> None:
        at = self._now()
        runs = self.group.readings.rows("runs", at, stage="posted")
        made = printing.table(
            "Posted",
            "contract",
            "runs",
            "allocated",
            "of it direct",
            right=("runs", "allocated", "of it direct"),
        )
        total = 0
        for contract in sorted({run["contract"] for run in runs}):
            mine = [run for run in runs if run["contract"] == contract]
            shares = self.group.readings.rows("shares", at, stream=[run["stream"] for run in mine])
            shared, direct = sum(s["cents"] for s in shares), sum(s["direct_cents"] for s in shares)
            printing.row(made, contract, len(mine), euros(shared + direct), euros(direct))
            total += shared + direct
        made.add_section()
        printing.row(made, "in all", len(runs), euros(total), "")
        self._show(made)
        for run in runs:
            if run["kind"] == "corrective":
                self._tell_corrective(run, at)

    def _tell_corrective(self, run: Any, at: int) -> None:
        shares = self.group.readings.rows("shares", at, stream=run["stream"])
        parts = ", ".join(f"{s['member']} {euros(s['cents'] + s['direct_cents'])}" for s in shares)
        sentence = (
            f"Late: {run['run']} posts the difference of {run['service_month']} in {run['posting_period']}, "
            f"the first open period: {parts}."
        )
        self.desk.out.print(escape(sentence))

    def _tell_decisions(self) -> None:
        at = self._now()
        self._show(printing.agreements_table(lists.agreements(self.group.readings, at)))
        budgets = [r for r in lists.resolutions(self.group.readings, at) if r["decision_type"] == "budget"]
        told = [r for r in lists.resolutions(self.group.readings, at) if r["decision_type"] != "budget"]
        self._show(printing.resolutions_table(told))
        self.desk.out.print(f"[dim]and {len(budgets)} resolutions that adopt the yearly budgets[/dim]\n")
        for line in (*telling.impact_of_key(self.group, at), "", *telling.inquorate_head(self.group, at), ""):
            self.desk.out.print(escape(line) if isinstance(line, str) else line)
        self.desk.out.print(
            "Recorded times are the true ones, of today; the days above are the effective ones, kept apart from them."
        )

    def _tell_statements(self) -> None:
        self._chapter("7. Statements, and one share explained to the cent")
        at = self._now()
        members = [m["code"] for m in lists.members(self.group.readings, at)]
        made = printing.table("Borne by year", "year", *members, "together", right=[*members, "together"])
        total = 0
        for year in YEARS:
            borne = [statement(self.group.readings, at, m, year).borne_cents for m in members]
            printing.row(made, year, *(euros(cents) for cents in (*borne, sum(borne))))
            total += sum(borne)
        made.add_section()
        printing.row(made, "in all, as posted", *("" for _ in members), euros(total))
        self._show(made)
        told = statement(self.group.readings, at, SHARE[0], 2021)
        self._show(statement_table(told, told.due_cents()))
        before = self.years.play.positions["before the key changed"]
        then = statement(self.group.readings, before, SHARE[0], 2021)
        self.desk.out.print(
            f"The same statement as of position {before}, before the key changed: "
            f"{euros(then.borne_cents)} borne in {len(then.lines)} runs, of months up to "
            f"{max(line.service_month for line in then.lines)}."
        )

    def _tell_share(self) -> None:
        member, contract, month = SHARE
        told = explanation(self.group.readings, self._now(), member, contract, month)
        told = named(told, self.group.people.names())
        self.desk.out.print()
        for line in printing.explanation_lines(told):
            self.desk.out.print(line)

    def _tell_proof(self) -> None:
        self._chapter("8. Proof: every cent adds up, the chain holds, the views rebuild")
        checked = exactness(self.group.readings, self._now())
        if checked.unequal:
            raise CentsAstray(runs=", ".join(run.run for run in checked.unequal))
        self.desk.out.print(
            f"{len(checked.runs)} posted runs: the shares of each sum to its pool, to the cent."
        )
        farthest = checked.farthest
        if farthest is not None and farthest.apart_cents >= 1:
            raise CentAdrift(member=farthest.member, contract=farthest.contract)
        if farthest is not None:
            self.desk.out.print(
                f"Over the five years the cents of {len(checked.members)} member-contract pairs are less than one "
                f"cent from their exact parts: the farthest, {farthest.member} in {farthest.contract}, "
                f"by {float(farthest.apart_cents):.4f} of a cent (exactly a fraction, in the events)."
            )
        with progress(self.desk) as bar:
            found = self.group.ledger.event_log.verify(reporting(bar, "verifying"))
            rebuilt = list(self.opened.rebuild(self.name, reporting(bar, "rebuilding the views")))
        if found.first_bad is not None:
            raise Altered(position=found.first_bad, reason=found.reason)
        self.desk.out.print(f"{found.events} events hold in one chain, head {found.head_hash.hex()}.")
        made = printing.table("Views rebuilt", "view", "digest before", "digest after", "")
        for view in rebuilt:
            equal = "equal" if view.before == view.after else "UNEQUAL"
            printing.row(made, view.view, view.before[:24], view.after[:24], equal)
        self._show(made)
        unequal = [view.view for view in rebuilt if view.before != view.after]
        if unequal:
            raise RebuiltUnequal(views=", ".join(unequal))
        self.desk.say_facts({"published": cast.PUBLISHED_FACTS, "invented": cast.INVENTED_FACTS})

    def _chapter(self, title: str) -> None:
        self.desk.out.print()
        self.desk.out.rule(f"[bold]{escape(title)}", align="left", style="dim")

    def _show(self, made: Any) -> None:
        self.desk.out.print(made)
        self.desk.out.print()

    def _now(self) -> int:
        return self.group.position()


def _go_on(out: Console, options: str, before: int) -> None:
    member, contract, month = SHARE
    key_from = decisions.KEY_CHANGE_FROM
    out.print("\n[bold]Go on with[/bold]")
    for words, why in (
        (f"statement {member} 2021", "what a member bears, and owes to whom"),
        (f"statement {member} 2021 --as-of {before}", "the same before the key was changed"),
        (f"explain {member} {contract} {month}", f"why: back to the votes for the key of {key_from}"),
        ("explain Mésolia CP-PLATFORM 2019-05", "a month that was corrected late"),
        ("minutes Coo.efficience 2021-03", "the minutes of that vote; --language en in English"),
        ("resolutions", "who voted what, and what it enacted"),
        ("history --limit 40", "every event as a sentence, with its cause"),
        ("verify", "the chain of hashes, recomputed"),
        ("rebuild", "every view, from the log alone"),
        ("serve", "the pages in a browser, and the API; one click as each role"),
    ):
        command = f".venv/bin/tantieme {options}{words}"
        out.print(f"  {command:<72} [dim]{escape(why)}[/dim]", soft_wrap=True)
