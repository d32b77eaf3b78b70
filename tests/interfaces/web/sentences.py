"""Every sentence and word that the code may say on a page, collected from the code itself."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter

from application import event_names, import_rules
from application.answers.decisions import MOVES_NO_MONEY
from application.answers.flows_awaited import COUNT_FIRST, SHARE_FIRST
from application.answers.unallocated import CAME_AFTER, NO_COST, NO_RUN, REASONS, REVERSED
from application.enactments import FREE_TEXT, KINDS
from application.legal_defaults import CONSENT_DEFAULTS, FORM_DEFAULTS
from application.reading_rules import RULES
from domain.allocation.variance import Cause
from domain.allocation.variance_telling import METHOD
from domain.governance import rules
from domain.governance.counting import Choice
from domain.governance.tally import MAJORITIES
from domain.kernel.enactment import Condition, Enactment
from domain.kernel.errors import Refusal
from domain.services.contract import AllocationPeriod, Rounding
from domain.services.contract_events import ExactCost
from tests.architecture.repository import LAYERS, ROOT, modules

SAID_IN_ENGLISH = ("interfaces/cli", "infrastructure/exports")
"""The command line speaks English; a pack is read by whoever verifies it."""
PASSED_ON = {
    "application/reading_rules.py",
    *(f"domain/kernel/{name}.py" for name in ("aggregate", "errors", "sentences")),
}
"""Where a class's template, or one of a sentence itself, is taken: those are collected where they stand."""
_ENUMS: tuple[type[StrEnum], ...] = (Choice, Cause, AllocationPeriod, Rounding)
_LAID_DOWN = (
    rules.DECISION_TYPES,
    rules.ELECTORATES,
    rules.WEIGHTS,
    rules.QUORUM_BASES,
    rules.QUORUM_COUNTS,
    rules.COLLEGE_VOTES,
    rules.NOTICE_EXCEPTIONS,
    rules.PROXY_HOLDERS,
    rules.VOTING_IN_PERSON,
    rules.RECUSAL_GROUNDS,
    tuple(MAJORITIES),
)


PROBLEMS = {
    "nothing is served under this path",
    "the database cannot be reached",
    "the body did not come in time",
    "the body is larger than this takes",
}
"""What the server says by itself."""


def gaps(template: str) -> set[str]:
    """The names of the gaps of a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@cache
def sentences() -> frozenset[str]:
    """Templates with gaps, and sentences without."""
    return frozenset(
        {kind.sentence for kind in _refusals(Refusal)}
        | {event.SENTENCE for event in event_names.EVENTS.values()}
        | {rule.sentence for rule in (*import_rules.COST_RULES, *import_rules.MEASUREMENT_RULES)}
        | {*MOVES_NO_MONEY.values(), *REASONS.values(), *METHOD}
        | {CAME_AFTER, NO_COST, NO_RUN, REVERSED, COUNT_FIRST, SHARE_FIRST}
        | {told for rule in RULES.values() for told in (rule, rule[:1].lower() + rule[1:])}
        | PROBLEMS
        | {default.rule.source for default in FORM_DEFAULTS}
        | {default.source for default in CONSENT_DEFAULTS}
        | {
            said
            for path in paths()
            for said in written(tree(path), "Sentence", "BadInput", "BadCell", "rule", "reason")
        }
    )


@cache
def words() -> frozenset[str]:
    """Single words and phrases of ours."""
    terms = {field for _, command in KINDS.values() for field in command.model_fields}
    nested = (rules.VotingRule, rules.College, ExactCost, Enactment, Condition)
    terms |= {field.name for kind in nested for field in fields(kind)}
    return frozenset(
        {said for path in paths() for said in written(tree(path), "Word", "kind")}
        | {value.value for enum in _ENUMS for value in enum}
        | {word for laid_down in _LAID_DOWN for word in laid_down}
        | {*KINDS, FREE_TEXT}
        | {term.removesuffix("_cents").replace("_", " ") for term in terms}
    )


def written(tree: ast.AST, *sources: str) -> Iterator[str]:
    """The literals that are told: first of `Sentence(…)` and `Word(…)`, the rule of a refusal, its kind."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Sentence" | "Word" | "BadCell" as name), args=[first, *_]) if (
                name in sources
            ):
                yield from _literals(first)
            case ast.Call(func=ast.Name(id="BadInput"), args=[_, rule, *_]) if "BadInput" in sources:
                yield from _literals(rule)
            case ast.Assign(targets=[ast.Name(id="rule")], value=value) if "rule" in sources:
                yield from _literals(value)
            case ast.Raise(exc=ast.Call(keywords=keywords)) if "reason" in sources:
                yield from (
                    said for each in keywords if each.arg == "reason" for said in _literals(each.value)
                )
            case ast.Call(func=ast.Name(id="NotFound" | "AlreadyExists"), keywords=keywords) if (
                "kind" in sources
            ):
                yield from (said for each in keywords if each.arg == "kind" for said in _literals(each.value))


def untold(tree: ast.AST) -> Iterator[str]:
    """What would reach a reader as finished English: a rule put together on the spot, each as "line: what"."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="BadInput"), args=[_, ast.JoinedStr(), *_]):
                yield f"{node.lineno}: a rule of BadInput"
            case ast.Assign(targets=[ast.Name(id="rule")], value=ast.JoinedStr()):
                yield f"{node.lineno}: a rule"
            case ast.Call(func=ast.Name(id="Sentence"), args=[first, *_]) if not isinstance(
                first, ast.Constant
            ):
                yield f"{node.lineno}: a template that is no literal"
            case ast.Call(func=ast.Name(id="NotFound" | "AlreadyExists"), keywords=keywords) if any(
                isinstance(each.value, ast.JoinedStr) for each in keywords if each.arg == "kind"
            ):
                yield f"{node.lineno}: a kind"


def _literals(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)


def _refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for path in paths():
        importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
    for each in kind.__subclasses__():
        if "sentence" in vars(each) and not each.__module__.startswith(("tests.", "interfaces.cli")):
            yield each
        yield from _refusals(each)


def paths() -> Iterable[Path]:
    return [path for path in modules(*LAYERS) if not str(path).startswith(SAID_IN_ENGLISH)]


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))
