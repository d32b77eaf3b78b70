"""How each recorded event comes about in another world: kept, decided again, or left to what decides it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from application.agreements import LetMemberLeave, SignAccession, SignAmendment
from application.allocation import add_pool_line
from application.ports import LogRecord
from application.what_if import taking_flows, taking_runs, taking_votes
from application.what_if.facts import decide_again, keep_fact
from application.what_if.world import Take, World, act_of
from domain.accounts import journal
from domain.allocation import allocation_run_events as run_events
from domain.allocation import carry, cost_document, cost_pool, measurements, service_flows
from domain.governance import pending_condition, proxies, resolution_events
from domain.kernel.aggregate import Event
from domain.kernel.errors import Refusal
from domain.kernel.money import euros
from domain.membership import agreement_events
from domain.membership.agreement import CooperationAgreement
from domain.services.contract import ServiceContract, contract_id


class DirectToNobody(Refusal):
    """Who is no beneficiary of a contract is charged nothing of it."""

    sentence = (
        "{amount} of {number} of {supplier} is charged directly to {member}, who does not share {contract}"
    )


def _decided_elsewhere(_world: World, _record: LogRecord, _event: Event) -> None:
    """Recorded with something that is decided again, and decided with it."""


def _document(world: World, record: LogRecord, event: cost_document.Recorded) -> None:
    world.keep(record)
    pools: dict[tuple[str, str], cost_pool.CostPool] = {}
    for line in event.lines:
        contract = world.ledger.find(ServiceContract, contract_id(line.contract))
        if contract.exists and line.direct_to is not None and line.direct_to not in contract.beneficiaries:
            about = {"supplier": event.supplier, "number": event.number, "contract": contract.code}
            refusal = DirectToNobody(amount=euros(line.amount_cents), member=line.direct_to, **about)
            world.falls(record, event, str(refusal))
            continue
        add_pool_line(world.ledger, pools, event.supplier, event.number, line)
    world.ledger.record(*pools.values(), act=act_of(record))


def _accession_signed(world: World, record: LogRecord, event: agreement_events.AccessionSigned) -> None:
    decide_again(world, record, event, SignAccession.read(_signature(world, record, event)))


def _amendment_signed(world: World, record: LogRecord, event: agreement_events.AmendmentSigned) -> None:
    terms = {**_signature(world, record, event), "number": event.number}
    decide_again(world, record, event, SignAmendment.read(terms))


def _signature(world: World, record: LogRecord, event: Any) -> dict[str, object]:
    named = ("member", "signatory", "capacity", "signed_on", "deliberation")
    return {"agreement": _agreement(world, record).code, **{name: getattr(event, name) for name in named}}


def _left(world: World, record: LogRecord, event: agreement_events.MemberLeft) -> None:
    named = ("member", "reason", "notified_on", "bears_costs_until", "contracts", "authority")
    terms = {"agreement": _agreement(world, record).code, **{name: getattr(event, name) for name in named}}
    decide_again(world, record, event, LetMemberLeave.read(terms))


def _agreement(world: World, record: LogRecord) -> CooperationAgreement:
    return world.ledger.find(CooperationAgreement, record.stream)


TAKE: Mapping[type[Event], Take] = MappingProxyType(
    {
        Event: keep_fact,
        cost_document.Recorded: _document,
        # Runs are decided again, in the order of the log.
        run_events.Prepared: taking_runs.prepared,
        run_events.Approved: taking_runs.approved,
        run_events.Posted: taking_runs.posted,
        run_events.Reversed: taking_runs.reversed_,
        carry.Moved: taking_runs.carry_moved,
        # So are the flows that they rest on.
        service_flows.FlowsShared: taking_flows.shared,
        # Votes, unless others are entitled to vote; what only members may sign or end.
        resolution_events.Opened: taking_votes.vote_opened,
        resolution_events.VoterRecused: taking_votes.recused,
        resolution_events.BallotCast: taking_votes.ballot,
        resolution_events.Closed: taking_votes.vote_closed,
        proxies.ProxyRevoked: taking_votes.proxy_revoked,
        # An office answers what is asked of it.
        pending_condition.Approved: taking_votes.approval_given,
        pending_condition.Failed: taking_votes.approval_refused,
        agreement_events.AccessionSigned: _accession_signed,
        agreement_events.AmendmentSigned: _amendment_signed,
        agreement_events.MemberLeft: _left,
        # These come of what is decided again.
        **dict.fromkeys(
            (
                run_events.Computed,
                journal.Booked,
                measurements.Frozen,
                cost_pool.Opened,
                cost_pool.LineAdded,
                cost_pool.LateLineAdded,
                cost_pool.FlowMoved,
                cost_pool.Closed,
                cost_pool.Reopened,
                agreement_events.MemberAdmitted,
                agreement_events.AmendmentEnteredIntoForce,
            ),
            _decided_elsewhere,
        ),
    }
)
