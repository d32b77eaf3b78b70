"""What was counted: the readings of each measure by member and period, with who certified them and on what."""

from __future__ import annotations

from application.answers.lists import Answer
from application.ports import ViewRows

READING = ("member", "value", "certified_by", "evidence_reference", "evidence_sha256")


def readings_counted(rows: ViewRows, at: int, measure: str | None = None) -> list[Answer]:
    """The readings of one measure or of all, the latest period first; a stock's period is its reference date."""
    where = {} if measure is None else {"measure": measure}
    about = {
        m["stream"]: (str(m["measure"]), str(m["period"])) for m in rows.rows("measurements", at, **where)
    }
    found = rows.rows("readings", at, stream=list(about)) if about else []
    readings = [
        {
            "measure": about[reading["stream"]][0],
            "period": about[reading["stream"]][1],
            **{name: reading[name] for name in READING},
            "since_position": reading["from_position"],
        }
        for reading in found
    ]
    readings.sort(key=lambda r: (r["measure"], r["member"]))
    return sorted(readings, key=lambda r: str(r["period"]), reverse=True)
