"""Steps of exact reimbursement: what members were charged beside their exact part, and what stands apart."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_bdd import then

from application.answers.reimbursement import ExactReimbursement, exact_reimbursement
from application.group import Group
from domain.kernel.money import euros, exact_text
from tests.features.steps.common import sentence, shown


def _told(group: Group, year: int) -> ExactReimbursement:
    return exact_reimbursement(group.readings, group.position(), year)


@then(sentence("the members reimburse of {contract:Name} in {year:Year}"))
def _(group: Group, contract: str, year: int, datatable: Sequence[Sequence[str]]) -> None:
    lines = [line for line in _told(group, year).lines if line.contract == contract]
    money = [
        {"joint expenses": euros(each.joint_cents), "charged": euros(each.charged_cents)} for each in lines
    ]
    parts = [{"member": each.member, "exact part in cents": exact_text(each.exact_cents)} for each in lines]
    assert shown(datatable, [m | p for m, p in zip(money, parts, strict=True)]) == datatable[1:]


@then(sentence("{amount:EUR} of {contract:Name} in {year:Year} stands apart, because {reason:Name}"))
def _(group: Group, amount: int, contract: str, year: int, reason: str) -> None:
    apart = [(each.cents, each.reason) for each in _told(group, year).apart if each.contract == contract]
    assert (amount, reason) in apart
