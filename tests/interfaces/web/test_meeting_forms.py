"""A meeting in forms: convened, attended, without and with its quorum, voted, closed; and who may send which."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import quote

from application.access.role import Role
from application.answers.lists import resolutions
from application.answers.votes import electors
from application.resolutions import TableResolution
from domain.governance.resolution_events import Enactment
from tests import examples
from tests.examples import AVAL, BRUME, CIME, CONFLUENCE, carry_out
from tests.interfaces.web.forms_world import Forms
from tests.interfaces.web.standing_in import standing

DAY = "2026-03-10"
CONVENED = {"agreement": CONFLUENCE, "kind": "meeting", "convened_on": "2026-03-02", "held_on": DAY}


def table(forms: Forms, number: str, month: str = "2026-09") -> None:
    """A key that shares the platform equally is tabled."""
    terms = examples.key_terms("platform", examples.EQUAL, month)
    about = {
        "agreement": CONFLUENCE,
        "number": number,
        "decision_type": "key",
        "title": f"Resolution {number}",
    }
    enacted = (Enactment("adopt a key", terms),)
    carry_out(forms.group, TableResolution.read({**about, "tabled_on": "2026-03-01", "enactments": enacted}))


def done(answered: Any) -> str:
    """Where a form that was taken leads."""
    faults = re.findall(r'class="refused".*?</(?:div|span)>', getattr(answered, "text", ""), re.DOTALL)
    assert answered.status_code == 303, (answered.status_code, faults)
    return str(answered.headers["Location"])


def told(forms: Forms, number: str) -> Any:
    [found] = resolutions(forms.group.readings, forms.group.position(), CONFLUENCE, number)
    return found


def convene(forms: Forms, reference: str, *numbers: str, **more: str) -> str:
    """A meeting with these resolutions on its agenda; the address of its page."""
    sent = {
        **CONVENED,
        "act": "convene-meeting",
        "reference": reference,
        "agenda": "\n".join(numbers),
        **more,
    }
    location = done(forms.send("/meetings/new", sent))
    assert quote(reference, safe="") in location
    return f"/meetings/{CONFLUENCE}/{reference}"


def conduct(forms: Forms, number: str, act: str, **fields: str) -> Any:
    return forms.send(f"/votes/{CONFLUENCE}/{number}", {"act": act, **fields})


def vote(forms: Forms, number: str, member: str, choice: str = "for") -> Any:
    sent = {"seat": member, "choice": choice, "cast_on": DAY}
    return forms.send(f"/resolutions/{CONFLUENCE}/{number}", sent, Role.BOARD_MEMBER, member)


def test_a_vote_goes_its_way_from_the_study_to_the_count(forms: Forms) -> None:
    table(forms, "V-1")
    page = convene(forms, "Board of V-1", "V-1")
    done(conduct(forms, "V-1", "study-impact", first_month="2026-01", last_month="2026-01"))
    studied = forms.read(f"/resolutions/{CONFLUENCE}/V-1")
    # January by calls was 3,000.00 of 7,000.00; equally it is 2,333.33, the cent left being Aval's.
    assert "3,000.00" in studied
    assert "2,333.34" in studied
    assert "sha256" in studied
    done(conduct(forms, "V-1", "open-vote", meeting="Board of V-1", record_date=DAY))
    assert "The quorum is not there." in forms.read(page)
    for member in (AVAL, BRUME):
        done(vote(forms, "V-1", member))
    assert "The quorum is there." in forms.read(page)
    done(
        conduct(
            forms, "V-1", "recuse-voter", seat=CIME, ground="declared", reason="it is the supplier's owner"
        )
    )
    done(conduct(forms, "V-1", "close-vote", decided_on=DAY))
    assert told(forms, "V-1")["stage"] == "adopted"
    assert "Nothing is to be done here" in forms.read(f"/votes/{CONFLUENCE}/V-1")


def test_without_its_quorum_a_meeting_is_followed_by_a_second_call(forms: Forms) -> None:
    table(forms, "V-2", "2026-10")
    first = convene(forms, "Board of V-2", "V-2")
    done(conduct(forms, "V-2", "open-vote", meeting="Board of V-2", record_date=DAY))
    absent = {"act": "record-attendance", "seat.0": "present", "seat.1": "absent", "seat.2": "absent"}
    done(forms.send(first, absent))
    assert "1 of 3 take part; 1/2 is needed" in forms.read(first)
    done(conduct(forms, "V-2", "close-vote", decided_on=DAY))
    assert "Convene the second call" in forms.read(first)
    form = standing(
        forms.read(f"/meetings/new?agreement={CONFLUENCE}&follows=Board+of+V-2"), "reference", "follows"
    )
    assert (form["agenda"], form["follows"]) == (["V-2"], ["Board of V-2"])
    days = {"convened_on": "2026-03-11", "held_on": "2026-03-20"}
    done(forms.send("/meetings/new", {**form, **days, "act": "convene-meeting"}))
    done(conduct(forms, "V-2", "open-vote", meeting=form["reference"][0], record_date="2026-03-20"))
    assert told(forms, "V-2")["call"] == 2


def test_attendance_names_who_carries_a_proxy_and_the_proxy_is_granted_and_revoked(forms: Forms) -> None:
    table(forms, "V-3", "2026-11")
    page, proxies = convene(forms, "Board of V-3", "V-3"), f"/proxies/{CONFLUENCE}"
    grant = {
        "act": "grant-proxy",
        "seat": BRUME,
        "holder": AVAL,
        "meeting": "Board of V-3",
        "granted_on": DAY,
    }
    without = forms.send(proxies, grant, Role.BOARD_MEMBER, BRUME)
    assert without.status_code == 422
    assert 'id="grant-proxy-evidence-why"' in without.text
    assert standing(without.text, "holder")["holder"] == [AVAL]
    done(forms.send(proxies, {**grant, "evidence": "letter"}, Role.BOARD_MEMBER, BRUME))
    mine = re.findall(
        r'<select id="grant-proxy-seat".*?</select>', forms.read(proxies, Role.BOARD_MEMBER, BRUME)
    )
    assert re.findall(r'value="(\w+)"', mine[0]) == [BRUME]
    sheet = {
        "act": "record-attendance",
        "seat.0": "present",
        "seat.1": f"represented by {AVAL}",
        "seat.2": "present",
    }
    done(forms.send(page, sheet))
    assert f"{BRUME} ({AVAL})" in forms.read(page)
    taken = {
        "act": "revoke-proxy",
        "proxy": f"{BRUME}\t{AVAL}",
        "revoked_on": DAY,
        "reason": "present itself",
    }
    done(forms.send(proxies, taken, Role.BOARD_MEMBER, BRUME))
    given = electors(forms.group.readings, forms.group.position(), CONFLUENCE)["proxies"]
    assert [p["revoked_on"] for p in given if p["meeting"] == "Board of V-3"] == [DAY]


def test_the_order_is_changed_for_a_reason_and_the_minutes_are_sealed_by_their_file(forms: Forms) -> None:
    for number in ("V-4", "V-5"):
        table(forms, number)
    page = convene(forms, "Board of V-4", "V-4", "V-5")
    order = {"act": "change-order", "agenda": "V-5\nV-4"}
    assert 'id="change-order-reason-why"' in forms.send(page, order).text
    done(forms.send(page, {**order, "reason": "V-4 hangs on it"}))
    minutes = b"minutes, signed"
    assert forms.send(page, {"act": "seal-minutes"}).status_code == 422
    done(forms.send(page, {"act": "seal-minutes"}, files={"file": ("minutes.pdf", minutes)}))
    assert hashlib.sha256(minutes).hexdigest() in forms.read(page)


def test_a_written_consultation_has_days_for_ballots_and_nobody_attends_it(forms: Forms) -> None:
    table(forms, "V-6")
    kind = {"kind": "written consultation", "opens_on": "2026-03-04"}
    page = convene(forms, "Letter of V-6", "V-6", **kind)
    assert 'value="record-attendance"' not in forms.read(page)
    assert forms.send(page, {"act": "record-attendance"}).status_code == 422
    done(conduct(forms, "V-6", "open-vote", meeting="Letter of V-6", record_date="2026-03-03"))
    early = {"seat": AVAL, "choice": "for", "cast_on": "2026-03-03"}
    refused = forms.send(f"/resolutions/{CONFLUENCE}/V-6", early, Role.BOARD_MEMBER, AVAL)
    assert refused.status_code == 409


def test_a_meeting_that_cannot_be_convened_like_that_says_why_beside_the_field(forms: Forms) -> None:
    before = forms.head()
    late = {
        **CONVENED,
        "act": "convene-meeting",
        "reference": "Too late",
        "agenda": "V-1",
        "held_on": "2026-03-01",
    }
    answered = forms.send("/meetings/new", late)
    assert answered.status_code == 422
    assert "on or before the day on which it is held" in answered.text
    assert 'id="convene-meeting-held_on-why"' in answered.text
    assert standing(answered.text, "reference")["reference"] == ["Too late"]
    assert forms.head() == before


def test_what_a_rule_of_the_vote_refuses_is_told_above_its_form(forms: Forms) -> None:
    table(forms, "V-7")
    convene(forms, "Board of V-7", "V-7")
    outside = conduct(forms, "V-7", "open-vote", meeting="Board of V-7", record_date="2026-03-30")
    assert outside.status_code == 422
    assert 'id="open-vote-record_date-why"' in outside.text
    closed = conduct(forms, "V-7", "close-vote", decided_on=DAY)
    assert closed.status_code == 409
    assert "resolution V-7 is tabled, not open" in closed.text
