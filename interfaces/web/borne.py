"""What each member bears by the year of posting, as of a position: the ground of the pictures."""

from __future__ import annotations

from application.ports import ViewRows


def borne_by_year(rows: ViewRows, at: int) -> dict[tuple[str, int], int]:
    """Cents by member and year of posting; what was reversed is taken back in the year of its reversal."""
    runs = {run["stream"]: run for run in rows.rows("runs", at, stage=["posted", "reversed"])}
    found: dict[tuple[str, int], int] = {}
    for share in rows.rows("shares", at, stream=list(runs)) if runs else []:
        run = runs[share["stream"]]
        if share["prepared_at"] != run["prepared_at"]:
            continue
        cents = share["cents"] + share["direct_cents"]
        for period, sign in ((run["posting_period"], 1), (run["reversed_in"], -1)):
            if period:
                place = str(share["member"]), int(period[:4])
                found[place] = found.get(place, 0) + sign * cents
    return found
