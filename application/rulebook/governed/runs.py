"""Questions about runs: which were shared how, by which key, on which inputs, and posted where."""

from __future__ import annotations

from application.rulebook.governed.questions import Governs, governs
from application.rulebook.governed.things import Answer, Kind, Ledger

_PLAIN_KEYS = {"equal", "proportional", "fractions", "blend"}


def _is_posted(run: Answer) -> bool:
    return bool(run["stage"] == "posted")


def _key_kinds(key: Answer) -> set[str]:
    found = set(key)
    for part in key.get("blend", ()) if isinstance(key.get("blend"), list) else ():
        found |= _key_kinds(part["key"])
    return found


def _before(ledger: Ledger, run: Answer) -> Answer | None:
    return ledger.run_of(run["contract"], run["service_month"], run["ordinal"] - 1)


def _for_late_line(ledger: Ledger, run: Answer) -> bool:
    return bool(run["kind"] == "corrective" and (run["contract"], run["service_month"]) in ledger.late)


def _for_corrected_reading(ledger: Ledger, run: Answer) -> bool:
    before = _before(ledger, run)
    readings = run["basis"]["readings"]
    return bool(
        run["kind"] == "corrective" and before is not None and before["basis"]["readings"] != readings
    )


def _bears_zero(ledger: Ledger, run: Answer) -> bool:
    return _is_posted(run) and any(
        s["exact_cents"] == "0" and s["direct_cents"] == 0 for s in ledger.shares(run)
    )


def _was_rounded(ledger: Ledger, run: Answer) -> bool:
    return _is_posted(run) and any(share["rounding_cents"] != "0" for share in ledger.shares(run))


def _carries(ledger: Ledger, run: Answer) -> bool:
    carried = run["basis"]["rounding"] == "carried-remainder"
    moved = any(share["carried_after_cents"] != "0" for share in ledger.shares(run))
    return bool(carried and _is_posted(run) and moved)


def _first_of_key(ledger: Ledger, run: Answer) -> bool:
    first = ledger.first_under(run["contract"], run["key_version"])
    return bool(run["key_version"] > 1 and run["service_month"] == first)


def _key_by_resolution(ledger: Ledger, run: Answer) -> bool:
    keys = ledger.contract(run["contract"])["keys"]
    return any(
        key["version"] == run["key_version"] and key["authority"]["kind"] == "resolution" for key in keys
    )


def _restated(ledger: Ledger, run: Answer) -> bool:
    keys = ledger.contract(run["contract"])["keys"]
    return any(key["version"] == run["key_version"] and key["restatement"] for key in keys)


def _with_flows(ledger: Ledger, run: Answer) -> bool:
    return (run["contract"], run["service_month"]) in ledger.between_services


def _alone_is_known(ledger: Ledger, run: Answer) -> bool:
    return _is_posted(run) and any(
        cost["contract"] == run["contract"]
        and cost["first_month"] <= run["service_month"] <= cost["last_month"]
        for cost in ledger.alone
    )


def _newcomer(ledger: Ledger, run: Answer) -> bool:
    entered = ledger.contract(run["contract"])["beneficiaries"]
    start = ledger.contract(run["contract"])["starts_on"]
    return any(
        b["bears_costs_from"][:7] == run["service_month"] and b["bears_costs_from"] > start for b in entered
    )


def _part_time(run: Answer) -> bool:
    return any(part not in ("0", "1") for part in run["basis"]["presence"].values())


def _counts_stock(ledger: Ledger, run: Answer) -> bool:
    return bool(ledger.stock_measures & set(run["basis"]["readings"]))


def _in_months(run: Answer) -> bool:
    return bool(run["basis"]["service_from"] != run["basis"]["service_to"])


POSTED = governs(Kind.RUN, "posted runs", _is_posted)
FIRST_OF_A_MONTH = governs(
    Kind.RUN, "first runs of a month", lambda r: r["kind"] != "corrective" and _is_posted(r)
)
APPROVED = governs(Kind.RUN, "runs approved by another than their preparer", lambda r: bool(r["approved_by"]))
LATE_LINE = Governs(Kind.RUN, "corrective runs after a late line", _for_late_line)
CORRECTED_READING = Governs(Kind.RUN, "corrective runs after a corrected reading", _for_corrected_reading)
REVERSED = governs(Kind.RUN, "runs that were reversed", lambda r: r["stage"] == "reversed")
BEARS_ZERO = Governs(Kind.RUN, "runs in which a member bears nothing", _bears_zero)
ROUNDED = Governs(Kind.RUN, "runs in which a part of a cent was rounded", _was_rounded)
CARRIED = Governs(Kind.RUN, "runs that carry a part of a cent to the next", _carries)
BLENDED = governs(Kind.RUN, "runs shared by a blend of keys", lambda r: "blend" in r["basis"]["key"])
CREDITED = governs(
    Kind.RUN,
    "runs that share a credit",
    lambda r: r["basis"]["base_cents"] < r["basis"]["posted_base_cents"],
)
DIRECT = governs(Kind.RUN, "runs with a direct charge", lambda r: bool(r["basis"]["direct_cents"]))
FAIR = governs(
    Kind.RUN,
    "runs shared by the costs of going alone",
    lambda r: bool(_key_kinds(r["basis"]["key"]) - _PLAIN_KEYS),
)
FAIR_PART_TIME = governs(
    Kind.RUN,
    "runs shared by the costs of going alone, a member being there for a part",
    lambda r: _part_time(r) and bool(_key_kinds(r["basis"]["key"]) - _PLAIN_KEYS),
)
SEASONAL = governs(
    Kind.RUN, "runs in which the months are weighed", lambda r: bool(r["basis"]["month_weights"])
)
AVERAGED = governs(Kind.RUN, "runs that average what was counted", lambda r: bool(r["basis"].get("averages")))
LONGER_PERIOD = governs(Kind.RUN, "runs inside a quarter or a year", _in_months)
LONGER_PERIOD_LATE = governs(
    Kind.RUN,
    "corrective runs inside a quarter or a year",
    lambda r: _in_months(r) and r["kind"] == "corrective",
)
FIRST_OF_KEY = Governs(Kind.RUN, "first runs under a key that replaced another", _first_of_key)
KEY_BY_RESOLUTION = Governs(Kind.RUN, "runs whose key a resolution decided", _key_by_resolution)
RESTATED = Governs(Kind.RUN, "runs under a restatement", _restated)
AFTER_FLOWS = Governs(Kind.RUN, "runs of months in which services bore parts of each other", _with_flows)
ALONE_IS_KNOWN = Governs(Kind.RUN, "runs of months whose cost of going alone is declared", _alone_is_known)
NEWCOMER = Governs(Kind.RUN, "runs of the month in which a member came in", _newcomer)
COUNTED = governs(
    Kind.RUN, "runs that share by what was used in the month", lambda r: bool(r["basis"]["flow_measures"])
)
STOCK_COUNTED = Governs(Kind.RUN, "runs that share by what is counted on a day", _counts_stock)
POSTED_LATER = governs(
    Kind.RUN,
    "runs posted in a later period than their month",
    lambda r: bool(r["posting_period"]) and r["posting_period"] != r["service_month"],
)
IN_ITS_MONTH = governs(
    Kind.RUN, "runs posted in their own month", lambda r: r["posting_period"] == r["service_month"]
)
