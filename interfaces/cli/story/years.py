"""The five years as they are played: agreements, decisions, imports, runs and corrections in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from application.accounts import CloseAccountingYear, LockPeriod, OpenAccountingYear
from application.agreements import SignAccession, SignAgreement
from application.imports import Imported
from application.meetings import LayDownCharter
from application.ports import Act
from domain.kernel.authority import Authority
from domain.kernel.periods import Month
from interfaces.cli.story import cast, decisions
from interfaces.cli.story.cast import AQUITANIS, COO_EFFICIENCE, COO_LIGENCE, COO_PAIRS, LANDOMBRE, MESOLIA
from interfaces.cli.story.play import CONTROLLER, Play
from interfaces.composition import cost_file, measurement_file

EXAMPLE = Path(__file__).parent.parent / "example"
YEARS = range(2017, 2022)
LATE_FILE = "costs-2019-late.csv"
LATE_MONTHS = (("CP-PLATFORM", "2019-05"), ("CP-SYNDIC", "2019-06"))

Advance = Callable[[int], None]


@dataclass(slots=True)
class Years:
    """The story in its parts; each part is played once, in order."""

    play: Play
    late: Imported | None = None

    def found(self) -> None:
        """The members, and Coo.pairs drafted, signed and with its charter."""
        for command in cast.members():
            self.play.do(command)
        self._conclude(COO_PAIRS, date(2016, 12, 20))

    def open_toolbox(self) -> None:
        """The toolbox, what is counted, and the first three contracts."""
        for command in (*cast.toolbox(), *cast.measures()):
            self.play.do(command)
        for decision in (*decisions.first_contracts(), decisions.budgets(2017)):
            self.play.decide(decision)

    def decide_before(self, year: int) -> None:
        """What is decided before the year's documents come in."""
        if year > 2017:
            self.play.decide(decisions.budgets(year))
        if year == 2019:
            self._conclude(COO_LIGENCE, date(2018, 12, 18))
            self.play.do(cast.data_desk())
            self.play.decide(decisions.data_desk_contract())
        if year == 2020:
            self.play.decide(decisions.condominium_bears_its_calls())
        if year == 2021:
            self._conclude(COO_EFFICIENCE, date(2020, 12, 10))
            self.play.decide(decisions.move_platform())
            for command in cast.third_landlord():
                self.play.do(command)
            self.play.decide(decisions.admit_third_landlord())
            self.play.do(self._accession(), on_behalf_of=LANDOMBRE)

    def import_year(self, year: int) -> Iterator[Imported]:
        """The year's readings and documents from the files that ship with the example."""
        group = self.play.group
        act = Act(actor=self.play.person(CONTROLLER))
        yield group.import_measurements(measurement_file(EXAMPLE / f"measurements-{year}.csv"), act)
        yield group.import_costs(cost_file(EXAMPLE / f"costs-{year}.csv"), act)

    def run_year(self, year: int, advance: Advance) -> None:
        """A run per contract and month, then the period is locked; at the end the year is closed."""
        self.play.do(OpenAccountingYear(year=year))
        for month in Month(year, 1).through(Month(year, 12)):
            if month == Month(2021, 5):
                self.play.decide(decisions.platform_budget())
                for command in cast.going_alone():
                    self.play.do(command)
            if month == Month(2021, 6):
                self.play.decide(decisions.key_by_homes())
                self.play.positions["before the key changed"] = self.play.group.position()
                self.play.decide(decisions.key_by_homes_and_calls())
            if month == Month(2020, 2):
                self.late = self._correct_late()
            self.play.close(str(month))
            advance(len(contracts_of(month)))
            if month < Month(2021, 12):
                self.play.do(LockPeriod(month=str(month)))
        if year < 2021:
            self.play.do(CloseAccountingYear(year=year))

    def _correct_late(self) -> Imported:
        # What came after its month was posted and its year closed: late lines, then a corrective run each,
        # which posts the difference in the first open period.
        act = Act(actor=self.play.person(CONTROLLER))
        imported = self.play.group.import_costs(cost_file(EXAMPLE / LATE_FILE), act)
        for contract, month in LATE_MONTHS:
            self.play.run(contract, month)
        return imported

    def _conclude(self, code: str, signed_on: date) -> None:
        self.play.do(cast.agreement(code))
        for member in (AQUITANIS, MESOLIA):
            signature = SignAgreement(
                agreement=code,
                member=member,
                signatory=self.play.representative(member),
                capacity="legal representative (invented)",
                signed_on=signed_on,
                deliberation=f"délibération of {member}, {signed_on.isoformat()} (invented)",
            )
            self.play.do(signature, on_behalf_of=member)
        effective_on = cast.agreement(code).effective_on
        charter = LayDownCharter(
            agreement=code,
            effective_on=effective_on,
            rules=cast.charter(code),
            authority=Authority("agreement", code),
        )
        self.play.do(charter)

    def _accession(self) -> SignAccession:
        return SignAccession(
            agreement=COO_EFFICIENCE,
            member=LANDOMBRE,
            signatory=self.play.representative(LANDOMBRE),
            capacity="legal representative (invented)",
            signed_on=date(2021, 4, 6),
            deliberation="délibération of Landombre, 2021-04-01 (invented)",
        )


def contracts_of(month: Month) -> list[str]:
    """The contracts that serve a month."""
    platform = "CP-PLATFORM" if month.year < 2021 else "CE-PLATFORM"
    return ["CP-LAND", platform, "CP-SYNDIC", *(["CL-DATA"] if month.year >= 2019 else [])]


def run_count() -> int:
    """How many monthly runs the story has."""
    return sum(
        len(contracts_of(month)) for year in YEARS for month in Month(year, 1).through(Month(year, 12))
    )
