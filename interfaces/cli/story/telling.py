"""What the example tells of its decisions: the impact study of the key change, and an inquorate meeting."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from application.answers.lists import resolutions
from application.answers.minutes import minutes_of
from application.answers.minutes_words import minutes_lines
from application.group import Group
from interfaces.cli.impact import impact_table
from interfaces.cli.story.cast import COO_EFFICIENCE

KEY_CHANGE = "2021-03"
INQUORATE = "board of 2021-04-22, on 2021-04"
HEAD = 6
"""Title, convocation, agenda and attendance."""


def impact_of_key(group: Group, at: int) -> Iterator[str | Table]:
    """What the members knew before they voted on the key: by how much each would have borne more, and win-win."""
    [resolution] = resolutions(group.readings, at, COO_EFFICIENCE, KEY_CHANGE)
    study = resolution["study"]["study"]
    yield f"Before the vote on {KEY_CHANGE}, as of position {study['position']}: had its key held before,"
    for comparison in study["enactments"][0]["comparisons"]:
        yield impact_table(comparison)
        checked = comparison["win_win"]
        for when in ("before", "after"):
            yield f"Win-win {when}: {checked[when]['sentences'][0]}"


def inquorate_head(group: Group, at: int) -> Iterator[str]:
    """The head of the minutes of the meeting that lacked its quorum, in French."""
    minutes = minutes_of(group.ledger.event_log, at, COO_EFFICIENCE, INQUORATE)
    lines = list(minutes_lines(minutes, "fr"))
    yield from (line for line in lines[:HEAD] if line)
    yield from (
        line.strip() for line in lines[HEAD:] if line.strip().startswith(("Quorum", "Seconde convocation"))
    )
