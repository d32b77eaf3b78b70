"""The events that a posted share follows from, gathered stream by stream, as far as its runs had read them.

A run notes the streams that it read, with their versions. From there: its pools' lines and their documents, the
readings, the contract with its key and terms, the carry before and after, what services bear of each other, and the
resolutions or agreements behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from application.ports import LogRecord, Progress
from application.proof.log import ProvableLog
from application.transcoding import decode
from domain.allocation import cost_pool
from domain.allocation.allocation_run import NothingToAllocate, allocation_run_id
from domain.allocation.allocation_run_events import Computed, Posted, Prepared
from domain.allocation.carry import Moved, carry_id
from domain.allocation.cost_document import cost_document_id
from domain.allocation.cost_pool import cost_pool_id
from domain.allocation.service_flows import FlowsShared, service_flows_id
from domain.governance.resolution import resolution_id
from domain.kernel.aggregate import Event
from domain.kernel.authority import Authority
from domain.kernel.errors import NotFound
from domain.kernel.sentences import Sentence
from domain.membership.agreement import agreement_id
from domain.services import contract_events
from domain.services.mutual_use import UseAdopted

Claim = dict[str, Any]


class Evidence:
    """Events of a log up to a position, each once, with its canonical form."""

    def __init__(self, log: ProvableLog, upto: int) -> None:
        self._log = log
        self._upto = upto
        self._held: dict[UUID, list[tuple[LogRecord, bytes]]] = {}
        self._wanted: dict[UUID, int] = {}

    @property
    def forms(self) -> dict[int, bytes]:
        """The canonical forms by position, in order."""
        found = {
            record.position: form
            for stream, events in self._held.items()
            for record, form in events
            if record.version <= self._wanted[stream]
        }
        return dict(sorted(found.items()))

    def take(self, streams: Mapping[UUID, int | None]) -> None:
        """Take these streams in, up to a version or whole."""
        fresh = [stream for stream in streams if stream not in self._held]
        self._held |= {stream: [] for stream in fresh}
        for record, form in self._log.of_streams(fresh, self._upto):
            self._held[record.stream].append((record, form))
        for stream, version in streams.items():
            last = len(self._held[stream]) if version is None else version
            self._wanted[stream] = max(self._wanted.get(stream, 0), last)

    def events(self, stream: UUID, version: int | None = None) -> list[Event]:
        """The events of a stream that was taken in, up to a version."""
        held = self._held[stream] if version is None else self._held[stream][:version]
        return [decode(record.topic, record.payload) for record, _ in held]

    def add_share(self, member: str, contract: str, month: str) -> Claim:
        """Take in all that a member's share of a contract's month follows from; returns what is claimed of it.

        Raises NothingToAllocate where nothing of the month is posted, NotFound where the member bears nothing.
        """
        pool = cost_pool_id(contract, month)
        self.take({pool: None})
        closed, standing = _runs_of(self.events(pool))
        own = [run for run in closed if run.startswith(f"{contract} {month} #")]
        if not own:
            raise NothingToAllocate(contract=contract, month=month, reason="nothing of it is posted")
        shares = []
        for run in own:
            computed = self._add_run(run)
            if run in standing:
                shares += [share for share in computed.shares if share.member == member]
        if not shares:
            raise NotFound(
                kind=Sentence("share of {contract} {month} borne by", contract=contract, month=month),
                code=member,
            )
        borne = sum(share.cents + share.direct_cents for share in shares)
        return {"contract": contract, "member": member, "month": month, "posted_cents": borne, "runs": own}

    def add_shares(
        self, shares: Sequence[tuple[str, str, str]], progress: Progress | None = None
    ) -> list[Claim]:
        """Take in all that these shares follow from, each a member, contract and month."""
        claims = []
        for done, share in enumerate(shares, start=1):
            claims.append(self.add_share(*share))
            if progress:
                progress(done, len(shares))
        return claims

    def _add_run(self, run: str) -> Computed:
        stream = allocation_run_id(run)
        self.take({stream: None})
        events = self.events(stream)
        if not any(isinstance(event, Posted) for event in events):
            raise AssertionError(f"{run} closed a pool without having been posted")
        prepared = [event for event in events if isinstance(event, Prepared)][-1]
        noted = {UUID(each.stream): each.version for each in prepared.inputs}
        self.take(noted)
        self._add_carry(prepared.contract, run)
        read = [event for stream, version in noted.items() for event in self.events(stream, version)]
        self._follow(read)
        for opened in (event for event in read if isinstance(event, contract_events.Opened)):
            self._add_flows(opened.agreement, [e.code for e in read if isinstance(e, cost_pool.FlowMoved)])
        return [event for event in events if isinstance(event, Computed)][-1]

    def _add_carry(self, contract: str, run: str) -> None:
        """Take in the carry up to the move by which the run was posted: others may have come since it was prepared."""
        stream = carry_id(contract)
        self.take({stream: 0})
        moves = enumerate(self.events(stream), start=1)
        self.take({stream: max(at for at, move in moves if isinstance(move, Moved) and move.run == run)})

    def _add_flows(self, agreement: str, codes: Sequence[str]) -> None:
        """Take in how these flows between services came about: the rule, the use, and the pools they left."""
        stream = service_flows_id(agreement)
        if not codes:
            return
        self.take({stream: 0})
        for version, shared in enumerate(self.events(stream), start=1):
            if isinstance(shared, FlowsShared) and shared.code in codes:
                pools = [cost_pool_id(contract, shared.service_month) for contract in shared.contracts]
                self.take({stream: version, **dict.fromkeys(pools)})
                self.take({UUID(each.stream): each.version for each in shared.inputs})
                for each in shared.inputs:
                    events = self.events(UUID(each.stream), each.version)
                    self._follow(event for event in events if isinstance(event, UseAdopted))

    def _follow(self, events: Iterable[Event]) -> None:
        """Take in what these events name: documents, the runs before, and who decided."""
        listed = list(events)
        _, earlier = _runs_of(listed)
        more = {allocation_run_id(run) for run in earlier}
        for event in listed:
            match event:
                case cost_pool.LineAdded() | cost_pool.LateLineAdded():
                    more.add(cost_document_id(event.supplier, event.number))
                case (
                    contract_events.Opened()
                    | contract_events.KeyAdopted()
                    | contract_events.TermsChanged()
                    | UseAdopted()
                ):
                    more.add(_decided_in(event.authority))
                case _:
                    pass
        self.take(dict.fromkeys(more))


def _runs_of(events: Iterable[Event]) -> tuple[list[str], list[str]]:
    """The runs that closed a pool, and those of them that stand."""
    closed: list[str] = []
    standing: list[str] = []
    for event in events:
        match event:
            case cost_pool.Closed():
                closed.append(event.run)
                standing.append(event.run)
            case cost_pool.Reopened():
                standing.remove(event.run)
            case _:
                pass
    return closed, standing


def _decided_in(authority: Authority) -> UUID:
    if authority.kind == "resolution" and authority.number is not None:
        return resolution_id(authority.agreement, authority.number)
    return agreement_id(authority.agreement)
