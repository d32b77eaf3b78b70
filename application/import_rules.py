"""What imported tables must say: their columns, the rules across columns, and those across lines.

Pure: how a file is split into cells is the reader's business (infrastructure). Rules are named lists,
so that the faults of a file read like the rulebook.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from application import import_cells as cells
from application.import_cells import BadCell, compared, plain, shown
from application.import_rows import CostRow, Fault, MeasurementRow

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, its French aliases and how its cells are read."""

    name: str
    aliases: tuple[str, ...]
    read: cells.Read


@dataclass(frozen=True, slots=True)
class Rule(Generic[Row]):
    """What must hold across the cells of a row; a fault names the column that is most likely wrong."""

    name: str
    column: str
    sentence: str
    holds: Callable[[Row], bool]


_KINDS = (
    ("invoice", "facture"),
    ("credit-note", "avoir"),
    ("payroll", "paie"),
    ("depreciation", "amortissement"),
    ("accrual", "charge à payer"),
    ("accrual-reversal", "extourne"),
    ("grant", "subvention"),
    ("internal", "interne"),
)
_NATURES = (
    ("cost", "charge"),
    ("discount", "remise"),
    ("grant", "subvention"),
    ("recovered-vat", "TVA récupérée"),
    ("direct", "charge directe"),
)
_KIND, _NATURE = cells.one_of(*_KINDS), cells.one_of(*_NATURES)
_REVERSING = frozenset({"credit-note", "accrual-reversal"})
_OF_THE_DOCUMENT = ("kind", "document_date", "original")
_BORNE = frozenset({"cost", "direct"})

COST_COLUMNS = (
    Column("supplier", ("fournisseur",), cells.code),
    Column("number", ("numero", "n_de_piece", "numero_de_piece", "piece"), cells.code),
    Column("kind", ("type", "type_de_piece"), _KIND),
    Column("document_date", ("date", "date_de_piece"), cells.day),
    Column("original", ("origine", "piece_d_origine"), cells.code_if_any),
    Column("line_number", ("ligne", "numero_de_ligne"), cells.positive_integer),
    Column("contract", ("contrat",), cells.code),
    Column("service_from", ("service_du", "debut_de_service"), cells.day),
    Column("service_to", ("service_au", "fin_de_service"), cells.day),
    Column("service_month", ("mois", "mois_de_service"), cells.month),
    Column("nature", (), _NATURE),
    Column("amount", ("montant",), cells.amount_cents),
    Column("direct_to", ("imputation_directe", "a_la_charge_de"), cells.code_if_any),
    Column("label", ("libelle",), cells.text),
    Column("evidence_reference", ("justificatif", "reference_du_justificatif"), cells.text_if_any),
    Column("evidence_sha256", ("empreinte", "empreinte_du_justificatif"), cells.sha256_if_any),
)

MEASUREMENT_COLUMNS = (
    Column("measure", ("mesure", "inducteur"), cells.code),
    Column("member", ("membre", "adherent"), cells.code),
    Column("reference_date", ("date", "date_de_reference"), cells.day_if_any),
    Column("month", ("mois",), cells.month_if_any),
    Column("value", ("valeur",), cells.quantity),
    Column("certified_by", ("certifie_par",), cells.text_if_any),
    Column("evidence_reference", ("justificatif", "reference_du_justificatif"), cells.text_if_any),
    Column("evidence_sha256", ("empreinte", "empreinte_du_justificatif"), cells.sha256_if_any),
)

_HASH_OF_SOMETHING = "a hash needs the reference of the supporting document that it is of"

COST_RULES: tuple[Rule[CostRow], ...] = (
    Rule(
        "reversal-names-original",
        "original",
        "a credit note or an accrual reversal names the number of the supplier's document that it takes back",
        lambda row: row.original is not None or row.kind not in _REVERSING,
    ),
    Rule(
        "only-reversal-names-original",
        "original",
        "only a credit note or an accrual reversal names an original",
        lambda row: row.original is None or row.kind in _REVERSING,
    ),
    Rule(
        "original-is-another",
        "original",
        "a document does not take itself back",
        lambda row: row.original is None or compared(row.original) != compared(row.number),
    ),
    Rule(
        "service-in-order",
        "service_from",
        "a service begins before it ends, or on the same day",
        lambda row: row.service_from <= row.service_to,
    ),
    Rule(
        "one-line-per-service-month",
        "service_month",
        "a line is for one month of service, in which both of its days lie: one line per service month",
        lambda row: (
            row.service_from.isoformat()[:7] == row.service_month
            and row.service_to.isoformat()[:7] == row.service_month
        ),
    ),
    Rule(
        "direct-names-member",
        "direct_to",
        "a direct charge names the member that bears it",
        lambda row: row.direct_to is not None or row.nature != "direct",
    ),
    Rule(
        "only-direct-names-member",
        "direct_to",
        "only a line of nature direct names a member; the others are shared by the key",
        lambda row: row.direct_to is None or row.nature == "direct",
    ),
    Rule(
        "grant-holds-grants",
        "nature",
        "a document of kind grant has lines of nature grant only",
        lambda row: row.kind != "grant" or row.nature == "grant",
    ),
    Rule("amount-says-something", "amount", "an amount is not zero", lambda row: row.amount_cents != 0),
    Rule(
        "cost-is-gross",
        "amount",
        "a cost or direct charge is gross and above zero; what reduces it is a line or a document of its own",
        lambda row: row.amount_cents >= 0 or row.nature not in _BORNE or row.kind in _REVERSING,
    ),
    Rule(
        "reversal-takes-back",
        "amount",
        "the cost or direct charge that a credit note or an accrual reversal takes back is below zero",
        lambda row: row.amount_cents <= 0 or row.nature not in _BORNE or row.kind not in _REVERSING,
    ),
    # On a reversing document a reduction goes either way: VAT given back rises, a late discount falls.
    Rule(
        "reduction-reduces",
        "amount",
        "a discount, a grant or recovered VAT is below zero",
        lambda row: row.amount_cents <= 0 or row.nature in _BORNE or row.kind in _REVERSING,
    ),
    Rule(
        "hash-of-something",
        "evidence_reference",
        _HASH_OF_SOMETHING,
        lambda row: row.evidence_sha256 is None or row.evidence_reference is not None,
    ),
)

MEASUREMENT_RULES: tuple[Rule[MeasurementRow], ...] = (
    Rule(
        "stock-or-flow",
        "reference_date",
        "a reading has either a reference date (a stock) or a month (a flow)",
        lambda row: (row.reference_date is None) != (row.month is None),
    ),
    Rule(
        "hash-of-something",
        "evidence_reference",
        _HASH_OF_SOMETHING,
        lambda row: row.evidence_sha256 is None or row.evidence_reference is not None,
    ),
)


class Rows(ABC, Generic[Row]):
    """One pass over a table: what each line says, given what the lines before it have said."""

    columns: tuple[Column, ...]

    def __init__(
        self, columns: tuple[Column, ...], rules: tuple[Rule[Row], ...], row: Callable[..., Row]
    ) -> None:
        self.columns = columns
        self._readers = tuple(column.read for column in columns)
        self._checks = tuple((rule.holds, rule) for rule in rules)
        self._row = row

    def read(self, line: int, given: Sequence[str]) -> Row | list[Fault]:
        """The row that these cells say, in the order of `columns`, or every fault that they have."""
        try:
            values = [read(cell) for read, cell in zip(self._readers, given, strict=True)]
        except BadCell:
            return self._bad_cells(line, given)
        row = self._row(line, *values)
        broken = [(rule.column, rule.sentence) for holds, rule in self._checks if not holds(row)]
        broken.extend(self._against_earlier(row))
        if broken:
            return [self._fault(line, given, column, rule) for column, rule in broken]
        return row

    def _bad_cells(self, line: int, given: Sequence[str]) -> list[Fault]:
        faults: list[Fault] = []
        for column, cell in zip(self.columns, given, strict=True):
            try:
                column.read(cell)
            except BadCell as bad:
                faults.append(Fault(line, column.name, shown(cell), bad.rule))
        return faults

    @abstractmethod
    def _against_earlier(self, row: Row) -> Iterable[tuple[str, str]]:
        """The columns in which the row contradicts an earlier one, each with the rule."""

    def _fault(self, line: int, given: Sequence[str], column: str, rule: str) -> Fault:
        value = next(given[i] for i, known in enumerate(self.columns) if known.name == column)
        return Fault(line, column, shown(value), rule)


class CostRows(Rows[CostRow]):
    """Lines of documents: a line number stands once in its document, and its lines agree on what it is."""

    def __init__(self) -> None:
        super().__init__(COST_COLUMNS, COST_RULES, CostRow)
        self._first_lines: dict[tuple[str, str], tuple[int, tuple[str, date, str | None]]] = {}
        self._lines: dict[tuple[tuple[str, str], int], int] = {}

    def _against_earlier(self, row: CostRow) -> Iterable[tuple[str, str]]:
        document = (compared(row.supplier), compared(row.number))
        said = (row.kind, row.document_date, row.original)
        first, first_said = self._first_lines.setdefault(document, (row.line, said))
        earlier = self._lines.setdefault((document, row.line_number), row.line)
        if said == first_said and earlier == row.line:
            return ()
        broken = [
            (column, f"the lines of one document agree: lines {first} and {row.line} do not")
            for column, here, there in zip(_OF_THE_DOCUMENT, said, first_said, strict=True)
            if here != there
        ]
        if earlier != row.line:
            broken.append(("line_number", f"line {earlier} has this line number of this document already"))
        return broken


class MeasurementRows(Rows[MeasurementRow]):
    """Readings: a measure is read once per member and date or month in a file."""

    def __init__(self) -> None:
        super().__init__(MEASUREMENT_COLUMNS, MEASUREMENT_RULES, MeasurementRow)
        self._lines: dict[tuple[str, str, date | None, str | None], int] = {}

    def _against_earlier(self, row: MeasurementRow) -> Iterable[tuple[str, str]]:
        key = (compared(row.measure), compared(row.member), row.reference_date, row.month)
        earlier = self._lines.setdefault(key, row.line)
        if earlier == row.line:
            return ()
        return (("value", f"line {earlier} has a reading of this measure, member and time already"),)


def broken_rules(row: CostRow) -> Iterator[tuple[str, str]]:
    """What is wrong with a line that did not come from a file: each column with its rule."""
    if row.kind not in (names[0] for names in _KINDS):
        yield "kind", f"one of {', '.join(names[0] for names in _KINDS)}"
    if row.nature not in (names[0] for names in _NATURES):
        yield "nature", f"one of {', '.join(names[0] for names in _NATURES)}"
    yield from ((rule.column, rule.sentence) for rule in COST_RULES if not rule.holds(row))


def header_places(
    names: Sequence[str], columns: Sequence[Column], line: int
) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands in a header, whatever its order, and every fault of the header.

    A column that is missing or named twice has no place, so that no line can be read; one that is not
    known is passed over.
    """
    known = {alias: column.name for column in columns for alias in (plain(column.name), *column.aliases)}
    found: dict[str, list[int]] = {column.name: [] for column in columns}
    faults: list[Fault] = []
    for place, name in enumerate(names):
        if (column := known.get(plain(name))) is not None:
            found[column].append(place)
        else:
            faults.append(
                Fault(line, shown(name), shown(name), "the header names a column that is not known")
            )
    for column, at in found.items():
        if not at:
            faults.append(Fault(line, column, "", "the header does not name this column"))
        for again in at[1:]:
            faults.append(Fault(line, column, shown(names[again]), "the header names this column twice"))
    return {column: at[0] for column, at in found.items() if len(at) == 1}, faults
