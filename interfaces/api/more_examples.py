"""Examples of the commands of voters, conditions, changes of contracts, mutual use and going alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BY_RESOLUTION = {"kind": "resolution", "agreement": "Duo", "number": "2026-02", "enactment": 1}
_SEAT = {"agreement": "Duo", "seat": "tenants 1"}
_ALONE = {
    "contract": "C-CALLS",
    "members": ["Aval"],
    "first_month": "2026-01",
    "last_month": "2026-12",
}
_EVIDENCE = {
    "source": "quotation for a platform of its own",
    "certified_by": "Controller of Aval",
    "evidence_reference": "quotation Q-2026-4",
    "evidence_sha256": "ab" * 32,
}
_APPROVAL = {
    "agreement": "Duo",
    "approval": "approval by the minister",
    "given_by": "the minister for housing",
    "given_on": "2026-03-20",
}

MORE_EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "appoint-seat": {**_SEAT, "college": "users", "from_on": "2026-01-01", "source": "election of 2025"},
    "vacate-seat": {**_SEAT, "until": "2026-12-31"},
    "declare-seat-weight": {
        **_SEAT,
        "weight": "1250/3",
        "effective_on": "2026-01-01",
        "source": "votes of the list by its elected",
    },
    "record-holding": {
        "agreement": "Duo",
        "member": "Aval",
        "shares": "650",
        "effective_on": "2026-01-01",
        "source": "register of shareholders",
    },
    "grant-proxy": {
        "agreement": "Duo",
        "seat": "Brume",
        "holder": "Aval",
        "meeting": "Board of March 2026",
        "granted_on": "2026-03-02",
        "evidence": "letter of 2 March 2026",
    },
    "revoke-proxy": {"agreement": "Duo", "seat": "Brume", "holder": "Aval", "revoked_on": "2026-03-04"},
    "change-order": {
        "agreement": "Duo",
        "reference": "Board of March 2026",
        "agenda": ["2026-02", "2026-01"],
        "reason": "the second depends on nobody who is late",
    },
    "record-approval": {
        **_APPROVAL,
        "act": "order",
        "reference": "order 2026-118",
        "effective_on": "2026-04-01",
    },
    "record-approval-refused": {
        **_APPROVAL,
        "reference": "letter 41",
        "reason": "the statutes name no purpose",
    },
    "change-contract": {
        "contract": "C-CALLS",
        "effective_from": "2027-01",
        "allocation_period": "quarter",
        "decided_on": "2026-11-20",
        "authority": _BY_RESOLUTION,
    },
    "authorise-restatement": {
        "contract": "C-CALLS",
        "key": {"equal": {}},
        "effective_from": "2026-02",
        "through": "2026-03",
        "reason": "the counter was broken",
        "decided_on": "2026-04-20",
        "authority": _BY_RESOLUTION,
    },
    "adopt-mutual-use": {
        "agreement": "Duo",
        "method": "reciprocal",
        "contracts": ["C-CALLS", "C-IT"],
        "measures": {"C-CALLS": "calls", "C-IT": "hours"},
        "effective_from": "2026-06",
        "reason": "each service bears the work that others do for it",
        "decided_on": "2026-05-12",
        "authority": _BY_RESOLUTION,
    },
    "share-service-flows": {"agreement": "Duo", "month": "2026-06"},
    "declare-stand-alone-cost": {**_ALONE, "cost_cents": 2160000, **_EVIDENCE},
    "correct-stand-alone-cost": {
        **_ALONE,
        "cost_cents": 2190000,
        "reason": "the quotation was without training",
        **_EVIDENCE,
    },
    "withdraw-stand-alone-cost": {**_ALONE, "reason": "the quotation was of another year"},
    "approve-accounts": {
        "agreement": "Duo",
        "year": 2026,
        "decided_on": "2027-05-20",
        "authority": _BY_RESOLUTION,
    },
}
