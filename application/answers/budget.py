"""How far has a contract come with the budget of a year? What was adopted, what is posted by month, what remains."""

from __future__ import annotations

from fractions import Fraction

from application.answers.lists import Answer, contracts, known_contract
from application.ports import ViewRows
from domain.allocation.engine.splitting import parse_key, split
from domain.kernel.errors import BadInput, NotFound
from domain.kernel.periods import FIRST_YEAR, LAST_YEAR, Month
from domain.kernel.sentences import Sentence


def budget(rows: ViewRows, at: int, contract: str, year: int) -> Answer:
    """The budget of a contract's year beside what stands posted of the year's service months, shares and direct.

    What the whole budget would be to each member is by the proportions of what is posted, by largest remainder;
    unknown as long as nothing is posted, or where a member has been credited more than it bore. Raises NotFound.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(
            "year",
            Sentence(
                "a year is from {first_year} to {last_year}", first_year=FIRST_YEAR, last_year=LAST_YEAR
            ),
        )
    code = known_contract(rows, at, contract)
    [terms] = contracts(rows, at, code)
    adopted = [each for each in terms["budgets"] if each["year"] == year]
    if not adopted:
        raise NotFound(kind=Sentence("budget of {code} for", code=code), code=str(year))
    months, members = _posted(rows, at, code, year)
    budgeted, posted = int(adopted[0]["amount_cents"]), sum(months.values())
    by_member = _by_proportions(budgeted, members)
    return {
        "contract": code,
        "year": year,
        "budget_cents": budgeted,
        "authority": adopted[0]["authority"],
        "months": [{"month": month, "posted_cents": cents} for month, cents in months.items()],
        "posted_cents": posted,
        "remaining_cents": budgeted - posted,
        "members": [
            {
                "member": m,
                "posted_cents": cents,
                "budget_cents": by_member.get(m),
                "remaining_cents": by_member[m] - cents if m in by_member else None,
            }
            for m, cents in members.items()
        ],
    }


def _posted(rows: ViewRows, at: int, contract: str, year: int) -> tuple[dict[str, int], dict[str, int]]:
    months = {str(month): 0 for month in Month(year, 1).through(Month(year, 12))}
    runs = rows.rows("runs", at, contract=contract, service_month=list(months), stage="posted")
    standing = {run["stream"]: run for run in runs}
    shares = rows.rows("shares", at, stream=list(standing)) if standing else []
    members: dict[str, int] = {}
    for share in sorted(shares, key=lambda share: share["place"]):
        run = standing[share["stream"]]
        if share["prepared_at"] == run["prepared_at"]:
            cents = share["cents"] + share["direct_cents"]
            months[run["service_month"]] += cents
            members[share["member"]] = members.get(share["member"], 0) + cents
    return {m: cents for m, cents in months.items() if any(r["service_month"] == m for r in runs)}, members


def _by_proportions(budget_cents: int, members: dict[str, int]) -> dict[str, int]:
    if sum(members.values()) <= 0 or min(members.values()) < 0:
        return {}
    posted = {"what is posted": {m: Fraction(cents) for m, cents in members.items()}}
    return split(budget_cents, list(members), parse_key({"proportional": "what is posted"}), posted).cents
