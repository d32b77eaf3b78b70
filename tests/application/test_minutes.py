"""Minutes from the events: convocation, attendance, voters, arithmetic in both languages, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from application.answers.minutes import minutes_of
from application.answers.minutes_words import minutes_lines
from application.electors import GrantProxy
from application.group import Group
from application.impact_studies import StudyImpact
from application.meetings import ChangeOrder, ConveneMeeting, RecordAttendance, SealMinutes
from application.resolutions import CastBallot, CloseVote, OpenVote, RecuseVoter, TableResolution
from domain.governance.attendance import CarriedProxy
from domain.governance.resolution_events import Enactment
from domain.kernel.errors import BadInput, NotFound
from tests import examples
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, MEMBERS, carry_out

OF: dict[str, Any] = {"agreement": CONFLUENCE}
CONVENED, HELD, AGAIN = date(2026, 2, 2), date(2026, 2, 20), date(2026, 3, 6)
EQUAL_KEY = Enactment("adopt a key", examples.key_terms("platform", {"equal": {}}, "2026-04"))


def charter(**terms: Any) -> Any:
    notice = {"notice_days": 15, "notice_days_second_call": 8, "notice_exceptions": ("urgency",)}
    return examples.charter(examples.rule(**{"quorum_first_call": "2/3", **notice, **terms}))


def table(group: Group, *numbers: str, **terms: Any) -> None:
    for number in numbers:
        carry_out(
            group,
            TableResolution(
                **OF,
                number=number,
                decision_type="key",
                title=f"Key {number}",
                tabled_on=CONVENED,
                enactments=(EQUAL_KEY,),
                **terms,
            ),
        )


def convene(group: Group, *agenda: str, reference: str = "M1", held: date = HELD, **terms: Any) -> None:
    usual = {"convened_on": CONVENED, "held_on": held}
    carry_out(group, ConveneMeeting(**OF, reference=reference, agenda=agenda, **{**usual, **terms}))


def vote(group: Group, number: str, day: date = HELD, reference: str = "M1", **choices: str) -> None:
    carry_out(group, OpenVote(**OF, number=number, meeting=reference, record_date=day))
    cast = [
        CastBallot(**OF, number=number, seat=seat, choice=choice, cast_on=day)
        for seat, choice in choices.items()
    ]
    carry_out(group, *cast, CloseVote(**OF, number=number, decided_on=day))


def minutes(group: Group, named: str = "M1", at: int | None = None) -> dict[str, Any]:
    return minutes_of(group.ledger.event_log, group.position() if at is None else at, CONFLUENCE, named)


def lines(group: Group, language: str, named: str = "M1") -> list[str]:
    return [line.strip() for line in minutes_lines(minutes(group, named), language)]


def test_an_adopted_resolution_is_told_with_its_majority_and_what_came_of_it(confluence: Group) -> None:
    carry_out(confluence, charter(majority="two thirds of all"))
    table(confluence, "R1")
    carry_out(confluence, StudyImpact(**OF, number="R1"))
    convene(confluence, "R1")
    carry_out(confluence, RecordAttendance(**OF, reference="M1", present=MEMBERS))
    vote(confluence, "R1", Aval="for", Brume="for", Cime="against")
    french, english = lines(confluence, "fr"), lines(confluence, "en")
    assert french[0] == "Confluence : Procès-verbal de la réunion du 20 février 2026"
    assert (
        "Convocation du 2 février 2026, 18 jours avant la date (délai requis : 15 jours, article 7 of the charter)."
        in french
    )
    assert "Quorum : voix présentes ou représentées : 3 sur 3, 2/3 requis : atteint." in french
    assert "Majorité des deux tiers de toutes les voix : 2 voix pour, au moins 2/3 de 3 requis." in french
    assert "La résolution est adoptée le 20 février 2026 (article 7 of the charter)." in french
    assert "Décision 1 : exécutée." in french
    assert any(line.startswith("Étude d'impact (position ") for line in french)
    assert "- Cime, 1 voix (une voix chacun) : contre" in french
    assert english[0] == "Confluence: Minutes of the meeting of 20 February 2026"
    assert "2/3 of all: 2 for, at least 2/3 of 3 needed." in english
    assert "The resolution is adopted on 20 February 2026, by article 7 of the charter." in english


def test_an_inquorate_meeting_has_minutes_of_its_own_and_leads_to_a_second_call(confluence: Group) -> None:
    carry_out(confluence, charter())
    table(confluence, "R1")
    convene(confluence, "R1")
    carry_out(confluence, RecordAttendance(**OF, reference="M1", present=(AVAL,)))
    vote(confluence, "R1")
    alone = lines(confluence, "fr", "R1")
    assert alone[0] == "Confluence : Procès-verbal de carence de la réunion du 20 février 2026"
    assert "Quorum : voix présentes ou représentées : 1 sur 3, 2/3 requis : non atteint." in alone
    assert "Les votants seront convoqués une seconde fois, sur le même ordre du jour." in alone
    convene(confluence, "R1", reference="M2", held=AGAIN, convened_on=HELD, call=2, follows="M1")
    vote(confluence, "R1", AGAIN, "M2", Aval="for")
    first, second = minutes(confluence, "M1"), minutes(confluence, "R1")
    assert first["second_call"] == {"reference": "M2", "convened_on": "2026-02-20", "held_on": "2026-03-06"}
    # Each meeting has its own vote; the second call's is the one that adopted it.
    assert first["resolutions"][0]["vote"]["outcome"] == "inquorate"
    assert first["resolutions"][0]["enactments"][0]["state"] == "not adopted"
    assert (second["reference"], second["resolutions"][0]["vote"]["outcome"]) == ("M2", "adopted")
    assert "Second call with the same agenda: M2, convened on 20 February 2026 for 6 March 2026." in lines(
        confluence, "en"
    )


def test_proxies_changes_of_order_and_later_sheets_stand_in_the_minutes(confluence: Group) -> None:
    carry_out(confluence, charter())
    table(confluence, "R1", "R2")
    convene(confluence, "R1", "R2")
    proxy = GrantProxy(**OF, seat=CIME, holder=AVAL, meeting="M1", granted_on=CONVENED, evidence="letter")
    carry_out(
        confluence,
        proxy,
        ChangeOrder(**OF, reference="M1", agenda=("R2", "R1"), reason="Brume leaves early"),
        RecordAttendance(
            **OF,
            reference="M1",
            present=(AVAL, BRUME),
            represented=(CIME,),
            proxies=(CarriedProxy(CIME, AVAL),),
        ),
        OpenVote(**OF, number="R2", meeting="M1", record_date=HELD),
        CastBallot(**OF, number="R2", seat=CIME, choice="for", cast_by=AVAL, cast_on=HELD),
        CastBallot(**OF, number="R2", seat=AVAL, choice="blank", cast_on=HELD),
        CloseVote(**OF, number="R2", decided_on=HELD),
    )
    french = lines(confluence, "fr")
    assert "Ordre modifié en séance : R2, R1 ; motif : Brume leaves early." in french
    assert (
        "Feuille de présence : présents : Aval, Brume ; représentés : Cime (pouvoir donné à Aval)." in french
    )
    assert "- Cime, 1 voix (une voix chacun) : pour, par son mandataire Aval" in french
    assert "- Aval, 1 voix (une voix chacun) : vote blanc" in french
    assert "Majorité simple : 1 voix pour, 0 contre." in french
    assert "Point non mis aux voix." in french
    assert "- Cime, votes 1 (one each): for, by its proxy Aval" in lines(confluence, "en")


def test_a_recusal_a_tie_and_the_casting_vote_are_told(confluence: Group) -> None:
    carry_out(confluence, charter(casting_vote=AVAL))
    table(confluence, "R1")
    convene(confluence, "R1")
    carry_out(
        confluence,
        OpenVote(**OF, number="R1", meeting="M1", record_date=HELD),
        RecuseVoter(**OF, number="R1", seat=CIME, reason="it owns the supplier"),
        CastBallot(**OF, number="R1", seat=AVAL, choice="for", cast_on=HELD),
        CastBallot(**OF, number="R1", seat=BRUME, choice="against", cast_on=HELD),
        CloseVote(**OF, number="R1", decided_on=HELD),
    )
    french = lines(confluence, "fr")
    assert "Aucune feuille de présence n'a été tenue." in french
    assert "- Cime, 1 voix (une voix chacun) : déport, it owns the supplier" in french
    assert "Partage des voix : la voix prépondérante de Aval est « pour »." in french
    assert "a tie: the casting vote of Aval is for" in " ".join(lines(confluence, "en")).replace(
        "A tie", "a tie"
    )


def test_unanimity_and_consent_are_told_from_the_counts(confluence: Group) -> None:
    carry_out(confluence, charter(majority="unanimity", raising_needs_consent=True))
    table(confluence, "R1", raises_commitments_of=(BRUME,))
    convene(confluence, "R1")
    vote(confluence, "R1", Aval="for", Cime="for")
    french = lines(confluence, "fr")
    assert "Unanimité : 2 voix pour sur 3 requises." in french
    assert (
        "Consentement : Brume, dont les charges augmenteraient, n'y a pas consenti (article 7 of the charter)."
        in french
    )
    assert "La résolution est rejetée le 20 février 2026 (article 7 of the charter)." in french


def test_a_written_consultation_has_days_for_its_ballots_and_an_exception_its_reason(
    confluence: Group,
) -> None:
    carry_out(confluence, charter())
    table(confluence, "R1")
    days = {"opens_on": date(2026, 2, 3), "held": date(2026, 2, 9)}
    exception = {"notice_exception": "urgency", "notice_reason": "the platform stops in March"}
    convene(confluence, "R1", kind="written consultation", **days, **exception)
    carry_out(confluence, OpenVote(**OF, number="R1", meeting="M1", record_date=date(2026, 2, 3)))
    cast = [CastBallot(**OF, number="R1", seat=m, choice="for", cast_on=date(2026, 2, 5)) for m in MEMBERS]
    carry_out(confluence, *cast, CloseVote(**OF, number="R1", decided_on=date(2026, 2, 9)))
    french = lines(confluence, "fr")
    assert french[0] == "Confluence : Procès-verbal de la consultation écrite du 9 février 2026"
    assert "Votes reçus du 3 février 2026 au 9 février 2026." in french
    assert "Dérogation au délai : urgence, the platform stops in March." in french


def test_signed_minutes_are_known_by_hash_and_time_stamp_and_an_earlier_position_by_neither(
    confluence: Group,
) -> None:
    carry_out(confluence, charter())
    table(confluence, "R1")
    convene(confluence, "R1")
    vote(confluence, "R1", Aval="for", Brume="for")
    before = confluence.position()
    carry_out(confluence, SealMinutes(**OF, reference="M1", sha256="ab" * 32, time_stamp="tsa 2026-02-21"))
    assert f"Document signé : empreinte SHA-256 {'ab' * 32} ; horodatage tsa 2026-02-21" in lines(
        confluence, "fr"
    )
    assert minutes(confluence, at=before)["sealed"] is None


def test_minutes_are_of_what_is_known_in_a_language_that_is(confluence: Group) -> None:
    table(confluence, "R1")
    for unknown in ("M9", "R1"):
        with pytest.raises(NotFound):
            minutes(confluence, unknown)
    convene(confluence, "R1")
    with pytest.raises(BadInput):
        lines(confluence, "de")
