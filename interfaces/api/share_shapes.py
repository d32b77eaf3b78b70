"""The shapes of what a member bears, and why, as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from interfaces.api.shapes import Authority, KeyVersion, Reading, Shape, Signature, Terms
from interfaces.api.vote_shapes import Ballot, Voter
from interfaces.api.win_win_shapes import Alone

_EXACT = "Exact: p or p/q."
_EXACT_CENTS = "Exact cents: p or p/q."
_EUROS = "In euros, with two decimals."


class StatementLine(Shape):
    """What one run put on the member in one posting period; a reversal is a line of its own, negated."""

    contract: str
    service: str
    agreement: str
    service_month: str
    posting_period: str
    run: str
    kind: str
    provider: str
    shared_cents: int = Field(description="Its share of what was shared by the key.")
    direct_cents: int = Field(description="What was charged to it alone.")
    cents: int
    amount: str = Field(description=_EUROS)
    earlier_year: bool = Field(description="Whether the service was of an earlier year than the statement.")


class UseLine(Shape):
    """What the member owes as a provider for another's service that its own used; its members bear it there."""

    contract: str
    used_by: str
    service_month: str
    posting_period: str
    run: str
    provider: str
    cents: int
    amount: str = Field(description=_EUROS)


class Due(Shape):
    """What the member owes to a provider for the year, by its shares and by its own books."""

    provider: str
    due_cents: int
    due_amount: str = Field(description=_EUROS)
    booked_cents: int
    booked_amount: str = Field(description=_EUROS)


class Statement(Shape):
    """A member's year by posting period. Own shares stay the provider's cost; the rest is due."""

    member: str
    year: int
    borne_cents: int
    borne_amount: str = Field(description=_EUROS)
    own_cents: int
    own_amount: str = Field(description=_EUROS)
    due: list[Due]
    lines: list[StatementLine]
    uses: list[UseLine]


class StatementReading(Reading):
    """The statement of a member for a year."""

    statement: Statement


class Decision(Shape):
    """An authority, and when it is a resolution how it was adopted: rule, electorate, ballots, arithmetic."""

    authority: Authority
    title: str | None = None
    decision_type: str | None = None
    meeting: str | None = None
    decided_on: str | None = None
    stage: str | None = None
    rule: Terms | None = None
    tally: Terms | None = None
    arithmetic: list[str] | None = None
    voters: list[Voter] | None = None
    ballots: list[Ballot] | None = None
    study: Terms | None = Field(default=None, description="The impact study attached before the vote.")


class DecidedKey(KeyVersion):
    """The key version that a run went by, with the decision behind it."""

    decided: Decision


class RunInput(Shape):
    """A stream that the run rests on, and the version that was read."""

    what: str
    stream: str
    version: int


class TakenReading(Shape):
    """A measured value as the run took it, with its evidence."""

    measure: str
    member: str
    value: str = Field(description=_EXACT)
    period: str | None
    certified_by: str | None = None
    evidence_reference: str | None = None
    evidence_sha256: str | None = None


class MonthStock(Shape):
    """What a member had at the end of a month, counted at a reference date, and what the month weighs."""

    month: str
    reference_date: str
    value: str = Field(description=_EXACT)
    weight: str = Field(description="What the month weighs by the member's part in it. Exact: p or p/q.")


class Average(Shape):
    """A stock averaged over the period: what was there at the end of each month that counts, and its mean."""

    measure: str
    member: str
    mean: str = Field(description=_EXACT)
    months: list[MonthStock]


class Share(Shape):
    """What the member bears of the run: the fraction, the exact cents, the cents, and what rounding did."""

    fraction: str | None = Field(description=_EXACT)
    exact_cents: str = Field(description=_EXACT_CENTS)
    cents: int
    amount: str = Field(description=_EUROS)
    rounding_cents: str = Field(description=_EXACT_CENTS)
    carried_after_cents: str = Field(description=_EXACT_CENTS)
    direct_cents: int
    direct_amount: str = Field(description=_EUROS)


class ExplainedRun(Shape):
    """A run of the month: what it took, by which key, and what the member bears of it."""

    run: str
    kind: str
    stage: str
    posting_period: str | None
    prepared_by: str
    approved_by: str | None
    prepared_at: int = Field(description="The position of its preparation: the readings are as of then.")
    base_cents: int
    base_amount: str = Field(description=_EUROS)
    already_posted_cents: int
    line_count: int
    inputs: list[RunInput]
    inputs_digest: str
    engine_version: str
    readings: list[TakenReading]
    presence: dict[str, str]
    month_weights: dict[str, str] = Field(
        description="What each month of the period weighs; empty where all weigh alike. Exact: decimal or p/q."
    )
    month_presence: dict[str, dict[str, str]] = Field(
        description="For which part of each month a member is present; given with seasons or averages."
    )
    averages: list[Average] = Field(description="What the mean of each averaged stock was made of.")
    carried_before_cents: str = Field(description=_EXACT_CENTS)
    rounding: str
    key: DecidedKey
    share: Share | None
    sentences: list[str] = Field(description="The arithmetic of the share, step by step.")


class ExplainedLine(Shape):
    """A line of a document, with the evidence behind it."""

    supplier: str
    number: str
    kind: str
    document_date: str
    line_number: int
    nature: str
    amount_cents: int
    amount: str = Field(description=_EUROS)
    direct_to: str | None
    label: str | None
    service_from: str | None
    service_to: str | None
    evidence_reference: str | None
    evidence_sha256: str | None
    recorded_at_position: int


class ServiceFlow(Shape):
    """What one contract bears of another's cost in a month, because its service uses the other's."""

    code: str = Field(description="The sharing of the month that moved it.")
    provider: str
    user_contract: str
    service_month: str
    exact_cents: str
    moved_cents: int = Field(description="What the user bears of the provider's cost by this sharing.")
    moved_amount: str = Field(description=_EUROS)
    carried_after_cents: str
    method: str
    since_position: int
    sentences: list[str]


class ExplainedAgreement(Shape):
    """The agreement under which the service is shared."""

    code: str
    name: str
    legal_form: str
    in_force_on: str | None
    published: bool | None
    signatures: list[Signature]


class Explanation(Shape):
    """Why a member bears what it bears of a contract's month: from the cent back to the votes."""

    member: str
    contract: str
    service_month: str
    service: str
    posted_cents: int
    posted_amount: str = Field(description=_EUROS)
    agreement: ExplainedAgreement
    opened_by: Decision
    runs: list[ExplainedRun]
    documents: list[ExplainedLine]
    flows: list[ServiceFlow]
    alone: Alone | None = Field(description="Given where a cost of going alone is declared for the member.")


class ExplanationReading(Reading):
    """The explanation of one share."""

    explanation: Explanation


class RunCheck(Shape):
    """What a posted run was to share, and what its shares sum to."""

    run: str
    base_cents: int
    base_amount: str = Field(description=_EUROS)
    shared_cents: int
    shared_amount: str = Field(description=_EUROS)
    equal: bool


class MemberCheck(Shape):
    """What a member bears of a contract over all runs, in cents and exactly."""

    contract: str
    member: str
    cents: int
    amount: str = Field(description=_EUROS)
    exact_cents: str = Field(description=_EXACT_CENTS)
    apart_cents: str = Field(description=_EXACT_CENTS)


class Exactness(Shape):
    """Whether the cents add up: per posted run, and per member over all runs."""

    equal: bool = Field(description="Whether the shares of every posted run sum to its pool.")
    farthest: MemberCheck | None = Field(
        description="The member whose cents are farthest from its exact part."
    )
    runs: list[RunCheck]
    members: list[MemberCheck]


class ExactnessReading(Reading):
    """The proof of the cents."""

    exactness: Exactness
