"""Steps of governance: minutes, and what a resolution would change before it is voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from pytest_bdd import given, then, when

from application.answers.decision_words import signed_euros
from application.answers.impact import attached_study, impact_of
from application.answers.minutes import minutes_of
from application.answers.minutes_words import minutes_lines
from application.group import Group
from application.impact.past import Asked
from application.impact.studying import log_until
from application.impact_studies import StudyImpact
from application.meetings import SealMinutes
from application.resolutions import TableResolution
from domain.governance.resolution_events import Enactment
from domain.kernel.money import euros
from tests import examples
from tests.examples import CONFLUENCE, EVIDENCE_HASH
from tests.features.steps.common import Attempt, sentence, shown
from tests.features.steps.governance import VOTED_ON

Table = Sequence[Sequence[str]]
LANGUAGES = {"French": "fr", "English": "en"}


def _lines(group: Group, reference: str, language: str) -> list[str]:
    minutes = minutes_of(group.ledger.event_log, group.position(), CONFLUENCE, reference)
    return [line.strip() for line in minutes_lines(minutes, language)]


@then(
    sentence("the minutes of {reference:Name} read in {language}"),
    converters={"language": LANGUAGES.__getitem__},
)
def _(group: Group, reference: str, language: str, datatable: Table) -> None:
    told = _lines(group, reference, language)
    wanted = [line for [line] in datatable[1:]]
    assert [line for line in told if line in wanted] == wanted


@when(sentence("the signed minutes of {reference:Name} are kept, stamped {stamp:Name}"))
def _(attempt: Attempt, reference: str, stamp: str) -> None:
    of = {"agreement": CONFLUENCE, "reference": reference}
    attempt(SealMinutes(sha256=EVIDENCE_HASH, time_stamp=stamp, **of))


@then(sentence("the minutes of {reference:Name} name that document"))
def _(group: Group, reference: str) -> None:
    named = f"Signed document: sha256 {EVIDENCE_HASH}; time-stamp TSA 2026-01-07"
    assert named in _lines(group, reference, "en")


def _table(group: Group, number: str, enactment: Enactment, decision_type: str) -> None:
    about = {"title": f"Resolution {number}", "tabled_on": VOTED_ON, "enactments": (enactment,)}
    tabled = TableResolution(agreement=CONFLUENCE, number=number, decision_type=decision_type, **about)
    examples.carry_out(group, tabled)


@given(sentence("resolution {number:Resolution} would share {service:Name} {key:Key} from {month:Month}"))
def _(group: Group, number: str, service: str, key: Mapping[str, object], month: str) -> None:
    _table(group, number, Enactment("adopt a key", examples.key_terms(service, key, month)), "key")


@given(sentence("resolution {number:Resolution} would thank the operators"))
def _(group: Group, number: str) -> None:
    _table(group, number, Enactment("free text", {"text": "thanks"}), "other")


@when(sentence("the impact of resolution {number:Resolution} is studied"))
def _(attempt: Attempt, number: str) -> None:
    log, at = attempt.group.ledger.event_log, attempt.group.position()
    attempt.to(lambda: impact_of(log, at, CONFLUENCE, number, Asked()))


@when(sentence("the impact of resolution {number:Resolution} is attached"))
def _(attempt: Attempt, number: str) -> None:
    attempt(StudyImpact(agreement=CONFLUENCE, number=number))


def _comparison(attempt: Attempt) -> Mapping[str, Any]:
    [enactment] = attempt.done["enactments"]
    [comparison] = enactment["comparisons"]
    return dict(comparison)


def _borne(comparison: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "member": each["member"],
            "before": euros(each["before_cents"]),
            "after": euros(each["after_cents"]),
            "difference": signed_euros(each["difference_cents"]),
        }
        for each in comparison["members"]
    ]


@then("each member would have borne")
def _(attempt: Attempt, datatable: Table) -> None:
    assert shown(datatable, _borne(_comparison(attempt))) == datatable[1:]


@then(sentence("{months:d} months of the budget would be borne"))
def _(attempt: Attempt, months: int, datatable: Table) -> None:
    budget = _comparison(attempt)["budget"]
    assert budget["months"] == months
    assert shown(datatable, _borne(budget)) == datatable[1:]


@then(sentence("the differences sum to {amount:EUR}"))
def _(attempt: Attempt, amount: int) -> None:
    comparison = _comparison(attempt)
    summed = sum(each["difference_cents"] for each in comparison["members"])
    assert (summed, comparison["difference_cents"]) == (amount, amount)


@then(sentence("the study says that {members:Members} would bear more"))
def _(attempt: Attempt, members: Sequence[str]) -> None:
    assert attempt.done["raises_commitments_of"] == list(members)


@then(sentence("the study says {words:Name}"))
def _(attempt: Attempt, words: str) -> None:
    [enactment] = attempt.done["enactments"]
    assert (enactment["sentence"], enactment["moves_money"]) == (words, False)


@then(
    sentence("nobody would leave before it, and {member:Member} would save {amount:EUR} by leaving after it")
)
def _(attempt: Attempt, member: str, amount: int) -> None:
    checked = _comparison(attempt)["win_win"]
    assert (checked["before"]["in_core"], checked["after"]["in_core"]) == (True, False)
    assert checked["after"]["worst"] == [member]
    # 333 1/3 EUR against 300 EUR: what would be saved, to the nearest cent.
    assert round(Fraction(checked["after"]["would_save_cents"])) == amount


@then("the study recomputed as of its position is the same")
def _(group: Group) -> None:
    log = group.ledger.event_log
    attached = attached_study(log_until(log, group.position()), CONFLUENCE, "R1")
    assert impact_of(log, attached["position"], CONFLUENCE, "R1", Asked()) == attached
