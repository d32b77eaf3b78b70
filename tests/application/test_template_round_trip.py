"""A group started from a template is written down as the same template: nothing that it lays down is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.agreements import ChangeVatRegime, DraftAgreement
from application.allocation import DefineMeasure
from application.commands import Command, Terms
from application.contract_changes import ChangeContract
from application.group import Group
from application.service_flows import AdoptMutualUse
from application.services import AddService, OpenContract
from application.template import (
    AgreementPlace,
    ContractPlace,
    MeasurePlace,
    MutualUsePlace,
    ServicePlace,
    text_of,
)
from domain.governance.resolution_events import Enactment
from domain.governance.rules import College
from tests import examples
from tests.application.test_templates import MAPPING, sign, start, template
from tests.examples import AVAL, BRUME, BY_AMENDMENT, CIME, CONFLUENCE, IN_FORCE_ON, carry_out
from tests.seasons import HEATING

OF_ITS_OWN = {"agreement", "authority", "decided_on", "starts_on", "effective_on", "effective_from"}
"""What a new group says itself: its agreement, its dates, and what decides."""

EVERY_FORM: dict[str, Any] = {
    "blend": [
        {"weight": "1/4", "key": {"limited": {"key": {"proportional": "calls"}, "cap": {AVAL: "90.00"}}}},
        {"weight": "1/4", "key": {"fixed": {BRUME: "10.00"}, "rest": {"proportional": "homes"}}},
        {"weight": "1/2", "key": {"threshold": {"measure": "homes", "below": "1/20", "key": {"equal": {}}}}},
    ]
}
BY_TIERS = {
    "tiers": {"measure": "calls", "bands": [{"up_to": "100", "rate": "2"}, {"up_to": None, "rate": "1"}]}
}
BY_COSTS = {
    AVAL: "60.00",
    BRUME: "50.00",
    CIME: "40.00",
    f"{AVAL}+{BRUME}": "90.00",
    f"{AVAL}+{CIME}": "80.00",
    f"{BRUME}+{CIME}": "70.00",
    f"{AVAL}+{BRUME}+{CIME}": "120.00",
}
BY_FAIRNESS = {"fairness": {"method": "nucleolus", "costs": BY_COSTS}}


@pytest.fixture
def everything(confluence: Group) -> Group:
    """Confluence lays down whatever can be laid down: seasons, averages, colleges, mutual use, changed terms."""
    carry_out(confluence, *examples.toolbox("heating", ("lots",)), *examples.toolbox("desk", ("hours",)))
    carry_out(confluence, *examples.toolbox("quay"))
    seasonal = {"allocation_period": "quarter", "month_weights": HEATING, "averaged_measures": ["homes"]}
    carry_out(
        confluence,
        examples.contract("heating", EVERY_FORM, **seasonal, provider="Dune"),
        examples.contract("desk", BY_TIERS, beneficiaries=[CIME, AVAL, BRUME], rounding="sainte-lague"),
        examples.contract("quay", BY_FAIRNESS, reason=f"as {BRUME} and {AVAL} proposed"),
        examples.mutual_use(("desk", "platform"), {"desk": "hours", "platform": "calls"}, "2026-01"),
    )
    owners = College("owners", "51/100", "one each", at_least="1/2", holder_at_most="2/3")
    users = College("users", "49/100", "by measure lots", at_most="49/100", majority="absolute")
    by_colleges = {"electorate": "colleges", "weights": "by college", "colleges": (owners, users)}
    carry_out(confluence, examples.charter(examples.rule(), examples.rule("budget", **by_colleges)))
    change = {"contract": "desk", "effective_from": "2026-04", "provider": BRUME, "notice_months": 9}
    by_annex = {"decided_on": IN_FORCE_ON, "authority": BY_AMENDMENT}
    carry_out(confluence, ChangeContract.read({**change, **by_annex}))
    regime = {"regime": "liable from April", "effective_on": date(2026, 4, 1), "authority": BY_AMENDMENT}
    carry_out(confluence, ChangeVatRegime(agreement=CONFLUENCE, **regime))
    past = {
        "contract": "desk",
        "key": dict(examples.EQUAL),
        "effective_from": "2026-01",
        "through": "2026-02",
    }
    restated = Enactment("authorise a restatement", {**past, "reason": "the calls were lost"})
    carry_out(confluence, *examples.adopted("R1", [restated], day=date(2026, 3, 20)))
    return confluence


def test_what_was_started_is_written_down_as_it_was(everything: Group, elsewhere: Group) -> None:
    content = template(everything)
    assert content["places"] == ["member 1", "member 2", "member 3", "other 1"]
    outside = {"other 1": {"code": "Ain", "name": "Ain", "kind": "ESH", "source": "register"}}
    start(elsewhere, content, {**MAPPING, "members": {**MAPPING["members"], **outside}})
    sign(elsewhere)
    again = template(elsewhere, "Delta")
    assert text_of(again) == text_of(content)


@pytest.mark.parametrize(
    ("command", "place", "left_out"),
    [
        (OpenContract, ContractPlace, set()),
        (AdoptMutualUse, MutualUsePlace, set()),
        (AddService, ServicePlace, {"published"}),
        (DefineMeasure, MeasurePlace, set()),
        (DraftAgreement, AgreementPlace, {"code", "name", "parties", "published", "enactments"}),
    ],
)
def test_whatever_a_command_lays_down_a_template_carries(
    command: type[Command], place: type[Terms], left_out: set[str]
) -> None:
    assert set(place.model_fields) == set(command.model_fields) - OF_ITS_OWN - left_out
