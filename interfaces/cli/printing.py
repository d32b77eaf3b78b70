"""Answers as tables and sentences for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from application.answers.impact_words import summary
from application.answers.key_words import key_words
from application.answers.win_win_words import declared_words
from domain.kernel.aggregate import readable
from domain.kernel.money import euros
from interfaces.cli.season_words import beside_the_key

Answer = Mapping[str, Any]
LONGEST_FRACTION = 48
_FRACTION = re.compile(r"-?[0-9]+/[0-9]+")


def table(title: str, *columns: str, right: Iterable[str] = ()) -> Table:
    """A calm table: a title, a rule under the head, numbers to the right."""
    made = Table(title=escape(title), title_justify="left", box=None, pad_edge=False, title_style="bold")
    for column in columns:
        made.add_column(column, justify="right" if column in set(right) else "left", header_style="dim")
    return made


def row(made: Table, *cells: object) -> None:
    """A row of what was recorded, never read as markup."""
    made.add_row(*(escape("" if cell is None else str(cell)) for cell in cells))


def told(value: object) -> str:
    """A recorded value as a reader expects it."""
    return str(readable(value))


def authority_words(authority: Answer | None) -> str:
    """The authority in words: "resolution 2017-02 of Coo.pairs"."""
    if not authority:
        return ""
    if authority["kind"] == "agreement":
        return f"agreement {authority['agreement']}"
    return f"{authority['kind']} {authority['number']} of {authority['agreement']}"


def members_table(answers: Iterable[Answer]) -> Table:
    """The members and their figures, each with its source."""
    made = table("Members", "member", "kind", "figure", "value", "at", "published", "source", right=["value"])
    for member in answers:
        figures = member["figures"] or [{}]
        for place, figure in enumerate(figures):
            first = (member["name"], member["kind"]) if place == 0 else ("", "")
            source = str(figure.get("source", member["source"]))
            published = "yes" if figure.get("published", member["published"]) else "no"
            cells = (figure.get("figure"), figure.get("value"), figure.get("as_of"), published, _host(source))
            row(made, *first, *cells)
    return made


def agreements_table(answers: Iterable[Answer]) -> Table:
    """The agreements, who signed and who belongs."""
    made = table("Agreements", "agreement", "form", "in force from", "members", "axes", "entry")
    for agreement in answers:
        members = [f"{m['member']} ({m['state']})" for m in agreement["members"]]
        cells = (agreement["legal_form"], agreement["in_force_on"] or "not signed by all", ", ".join(members))
        row(made, agreement["code"], *cells, ", ".join(agreement["axes"]), agreement["entry_convention"])
    return made


def services_table(answers: Iterable[Answer]) -> Table:
    """The toolbox."""
    made = table("Toolbox", "service", "name", "axis", "unit of work", "contracts")
    for service in answers:
        cells = (service["code"], service["name"], service["axis"], service["unit_of_work"])
        row(made, *cells, ", ".join(service["contracts"]))
    return made


def contracts_table(answers: Iterable[Answer]) -> Table:
    """The contracts with each version of their keys and why it reflects use."""
    made = table("Contracts", "contract", "provider", "from", "to", "key", "reason", "by")
    for contract in answers:
        for place, key in enumerate(contract["keys"]):
            first = (contract["code"], _provider_words(contract)) if place == 0 else ("", "")
            ends = contract["ends_on"] if place == 0 else None
            key_cells = (
                key["effective_from"],
                ends,
                f"v{key['version']} {key_words(key['key'])}{beside_the_key(key)}",
                key["reason"],
            )
            row(made, *first, *key_cells, authority_words(key["authority"]))
    return made


def _provider_words(contract: Answer) -> str:
    """Who provides; where that changes, from which month each does."""
    changes: list[tuple[str, str]] = []
    for terms in contract["terms"]:
        if not changes or changes[-1][0] != terms["provider"]:
            changes.append((terms["provider"], terms["effective_from"]))
    first, *later = changes
    return ", ".join((first[0], *(f"from {month} {provider}" for provider, month in later)))


def resolutions_table(answers: Iterable[Answer]) -> Table:
    """The resolutions with their ballots and what became of them."""
    made = table("Resolutions", "resolution", "title", "decided", "outcome", "ballots", "enacts")
    for resolution in answers:
        ballots = ", ".join(f"{b['seat']} {b['choice']}" for b in resolution["ballots"])
        enacts = "; ".join(f"{e['kind']}: {e['said'] or e['state']}" for e in resolution["enactments"])
        enacts += "; impact studied" if resolution["study"] else ""
        number = f"{resolution['agreement']} {resolution['number']}"
        row(made, number, resolution["title"], resolution["decided_on"], resolution["stage"], ballots, enacts)
    return made


def costs_table(answers: Iterable[Answer]) -> Table:
    """Cost lines with their documents and what they add up to."""
    columns = (
        "document",
        "supplier",
        "contract",
        "month",
        "amount",
        "nature",
        "label",
        "supporting document",
    )
    made, total = table("Cost lines", *columns, right=["amount"]), 0
    for line in answers:
        total += line["amount_cents"]
        number = f"{line['number']} line {line['line_number']}"
        nature = f"{line['nature']} to {line['direct_to']}" if line["direct_to"] else line["nature"]
        cells = (line["contract"], line["service_month"], euros(line["amount_cents"]), nature, line["label"])
        row(made, number, line["supplier"], *cells, line["evidence_reference"] or "none")
    made.add_section()
    row(made, "in all", "", "", "", euros(total), "", "", "")
    return made


def short(text: str) -> str:
    """A sentence in which fractions too long to read are told by their value and length.

    >>> short("carries " + "1" * 40 + "/" + "3" * 40 + " cents")
    'carries about 0.333333 (a fraction of 80 digits) cents'
    """
    return _FRACTION.sub(_about, text)


def _about(found: re.Match[str]) -> str:
    fraction = found[0]
    if len(fraction) <= LONGEST_FRACTION:
        return fraction
    numerator, _, denominator = fraction.partition("/")
    digits = len(numerator.lstrip("-")) + len(denominator)
    # Six decimals for the eye only; the exact fraction is in the events and in --json.
    cut = max(len(denominator) - 30, 0)
    value = int(numerator[: len(numerator) - cut] or "0") / int(denominator[: len(denominator) - cut])
    return f"about {value:.6f} (a fraction of {digits} digits)"


def explanation_lines(explained: Answer) -> Iterable[str]:
    """The chain of causes of one share as paragraphs, from the amount back to the votes."""
    contract, month, member = explained["contract"], explained["service_month"], explained["member"]
    yield (
        f"[bold]{escape(member)} bears {euros(explained['posted_cents'])} of {escape(contract)} for {month}[/bold]"
        f" (as of position {explained['position']})"
    )
    flows = [(flow, _borne_cents(flow, contract)) for flow in explained["flows"]]
    lines_cents = sum(line["amount_cents"] for line in explained["documents"])
    total = euros(lines_cents + sum(cents for _, cents in flows))
    yield f"\n[bold]1. What it cost[/bold]: {total} in all, line by line"
    for line in explained["documents"]:
        yield "   " + escape(_document_words(line))
    yield from _flow_lines(flows)
    for run in explained["runs"]:
        yield from _run_lines(run, member)
    if explained["alone"]:
        yield from (f"   {escape(sentence)}" for sentence in explained["alone"]["sentences"])
        yield from (
            f"   {escape('declared: ' + declared_words(cost))}" for cost in explained["alone"]["declared"]
        )
    yield "\n[bold]4. Who decided[/bold]"
    yield from (f"   {escape(s)}" for s in _decision_words("contract opened", explained["opened_by"]))
    decided = {}
    for run in explained["runs"]:
        decided[run["key"]["version"]] = run["key"]
    for version, key in decided.items():
        for sentence in _decision_words(f"key version {version}", key["decided"]):
            yield f"   {escape(sentence)}"
    agreement = explained["agreement"]
    signatures = sorted(agreement["signatures"], key=lambda s: (s["signed_on"], s["member"]))
    signed = "; ".join(f"{s['member']} on {s['signed_on']}" for s in signatures)
    yield escape(
        f"   agreement {agreement['code']}, in force from {agreement['in_force_on']}, signed by {signed}"
    )


def _borne_cents(flow: Answer, contract: str) -> int:
    # The user of a service bears part of its cost; the provider's own cost is so much less.
    return int(flow["moved_cents"]) if flow["user_contract"] == contract else -int(flow["moved_cents"])


def _flow_lines(flows: Iterable[tuple[Answer, int]]) -> Iterable[str]:
    told_before: set[str] = set()
    for flow, cents in flows:
        other = flow["provider"] if cents == flow["moved_cents"] else flow["user_contract"]
        yield escape(
            f"   {euros(cents)} with {other}: {flow['user_contract']} uses {flow['provider']}, exactly "
            f"{short(flow['exact_cents'])} cents of its cost ({flow['code']}, {flow['method']})"
        )
        if flow["code"] not in told_before:
            told_before.add(flow["code"])
            yield from (f"      {escape(short(sentence))}" for sentence in flow["sentences"])


def _run_lines(run: Answer, member: str) -> Iterable[str]:
    stage = f"{run['stage']} in {run['posting_period']}" if run["posting_period"] else run["stage"]
    yield f"\n[bold]2. What was counted and by which key[/bold]: {escape(run['run'])} ({run['kind']}, {stage})"
    key = run["key"]
    said = f"{key_words(key['key'])}{beside_the_key(key)}"
    yield escape(f"   key version {key['version']} from {key['effective_from']}: {said}")
    yield escape(f"   because {run['key']['reason']}")
    for reading in run["readings"]:
        yield escape(f"   {_reading_words(reading)}")
    yield from (f"   {escape(sentence)}" for sentence in _different_dates(run))
    yield "\n[bold]3. How it was shared[/bold]"
    for sentence in run["sentences"]:
        yield "   " + escape(short(sentence))
    share = run["share"]
    if share:
        cents, direct = euros(share["cents"]), euros(share["direct_cents"])
        part = share["fraction"] or "0"
        yield escape(
            f"   {member}: exactly {share['exact_cents']} cents ({part}), posted {cents}, direct {direct}"
        )
    if run["reversed_because"]:
        yield escape(
            f"   reversed in {run['reversed_in']}, because {run['reversed_because']}: it counts no more"
        )
    yield escape(f"   prepared by {run['prepared_by']}, approved by {run['approved_by'] or 'nobody yet'};")
    yield escape(f"   inputs sha256 {run['inputs_digest']}, engine {run['engine_version']}")


def _reading_words(reading: Answer) -> str:
    counted = f"{reading['measure']} of {reading['member']} ({reading['period']}): {reading['value']}"
    certified = f"certified by {reading['certified_by']}" if reading["certified_by"] else "not certified"
    evidence = reading["evidence_reference"] or "no evidence"
    return f"{counted}, {certified}, {evidence} {(reading['evidence_sha256'] or '')[:12]}".rstrip()


def _different_dates(run: Answer) -> Iterable[str]:
    dates: dict[str, set[str]] = {}
    averaged = {average["measure"] for average in run["averages"]}
    for reading in run["readings"]:
        # A flow's period is a month; only a stock has a day to differ by, and a mean is made of several.
        if reading["period"].count("-") == 2 and reading["measure"] not in averaged:
            dates.setdefault(reading["measure"], set()).add(reading["period"])
    return [f"note: the readings of {m} are of different dates" for m, days in dates.items() if len(days) > 1]


def _document_words(line: Answer) -> str:
    evidence = line["evidence_reference"] or "no supporting document"
    digest = (line["evidence_sha256"] or "")[:12]
    direct = f" to {line['direct_to']} alone" if line["direct_to"] else ""
    head = f"{line['kind']} {line['number']} of {line['supplier']}, line {line['line_number']}"
    cost = f"{euros(line['amount_cents'])} ({line['nature']}{direct})"
    return f"{head}: {cost}, {line['label']}; {evidence} {digest}".rstrip()


def _decision_words(what: str, decision: Answer) -> Iterable[str]:
    words = f"{what} by {authority_words(decision['authority'])}"
    if "title" not in decision:
        yield words
        return
    yield f'{words}, "{decision["title"]}", {decision["stage"]} on {decision["decided_on"]} in {decision["meeting"]}'
    if decision["study"]:
        yield f"   impact studied before: {summary(decision['study']['study'])}"
    votes = ", ".join(f"{b['seat']} {b['choice']}" for b in decision["ballots"])
    yield f"   ballots: {votes}; {'; '.join(decision['arithmetic'] or [])}"


def _host(source: str) -> str:
    if "://" not in source:
        return source
    return source.split("://", 1)[1].split("/", 1)[0]
