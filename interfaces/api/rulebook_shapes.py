"""The shapes of the rulebook as the API's description shows them."""

from __future__ import annotations

from pydantic import Field

from application.rulebook.governed.things import Kind
from application.rulebook.results import Standing
from interfaces.api.shapes import Reading, Shape


class RulebookLine(Shape):
    """One sentence of an example."""

    word: str = Field(description="Given, When, Then, And or But.")
    text: str = Field(description="A place that the cases fill stands as <place>.")
    table: list[list[str]] = Field(description="Rows of cells, the head first; empty where it has no table.")


class RulebookExample(Shape):
    """An example with how it last ran."""

    title: str
    anchor: str
    lines: list[RulebookLine]
    cases: list[list[str]] = Field(description="Rows of cells, the head first; empty where it is one case.")
    standing: Standing = Field(description="As the worst of its cases.")
    on: str | None = Field(description="The day of the oldest result told of.")
    version: str | None
    failed_cases: list[str]
    sentence: str


class RulebookThing(Shape):
    """A run, resolution or other thing that a rule governs."""

    codes: list[str] = Field(description="Of a run contract and month, of a resolution agreement and number.")
    label: str
    since_position: int


class RulebookGoverned(Shape):
    """What a rule governs of one kind; the newest are named, all are counted."""

    kind: Kind
    what: str
    count: int
    newest: list[RulebookThing]


class RulebookRule(Shape):
    """A rule with its examples and what it governs, as far as whoever asks may read it."""

    title: str
    anchor: str
    why: str
    given: list[RulebookLine] = Field(description="What holds in all its examples.")
    examples: list[RulebookExample]
    governs: list[RulebookGoverned]


class RulebookPageShort(Shape):
    """A page in short."""

    path: str
    subject: str
    title: str
    why: str
    rule_count: int
    example_count: int
    standing: dict[str, int] = Field(description="How many examples stand how.")


class RulebookPage(RulebookPageShort):
    """A page in full."""

    given: list[RulebookLine] = Field(description="What holds in all its examples.")
    nothing_live: str | None = Field(
        description="Why nothing in a ledger shows its rules, where nothing does."
    )
    rules: list[RulebookRule]


class RulebookPlace(Shape):
    """A rule by the page that it stands on."""

    page: str
    title: str
    anchor: str


class RulebookSource(Shape):
    """A text outside, and where it was read."""

    text: str
    url: str


class RulebookTerm(Shape):
    """A term of the glossary with where it is spoken of."""

    term: str
    french: str
    meaning: str
    rule: RulebookPlace | None
    source: RulebookSource | None
    pages: list[str]
    rules: list[RulebookPlace]


class RulebookIndex(Shape):
    """Every page and every term."""

    examples: int
    standing: dict[str, int] = Field(description="How many examples stand how.")
    pages: list[RulebookPageShort]
    terms: list[RulebookTerm]


class RulebookReading(Reading):
    """The rulebook's index."""

    rulebook: RulebookIndex


class RulebookPageReading(Reading):
    """A page of the rulebook."""

    page: RulebookPage


class RulesGoverning(Shape):
    """Things of the group, and the rules that govern any of them."""

    things: list[RulebookThing]
    rules: list[RulebookPlace]


class RulesGoverningReading(Reading):
    """The rules that govern a thing."""

    governing: RulesGoverning
