"""Who and what the example is about. What is published says its source; all else is invented and says so."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from application.agreements import DraftAgreement
from application.allocation import DefineMeasure
from application.members import RecordFigure, RegisterMember
from application.services import AddService
from application.stand_alone import DeclareStandAloneCost
from domain.allocation.measure import Nature
from domain.governance.charter import VotingRule
from domain.membership.agreement import EntryConvention, LegalForm
from domain.membership.member import MemberKind

AQUITANIS, MESOLIA, LANDOMBRE = "Aquitanis", "Mésolia", "Landombre"
COO_PAIRS, COO_LIGENCE, COO_EFFICIENCE = "Coo.pairs", "Coo.ligence", "Coo.efficience"
INVENTED = "invented for the example"
LA_TRIBUNE_2016 = (
    "http://objectifaquitaine.latribune.fr/business/immobilier/2016-12-16/"
    "logement-social-aquitanis-et-mesolia-font-maison-commune.html"
)

PUBLISHED_FACTS = (
    "the members Aquitanis and Mésolia with their figures of December 2016 and Mésolia's homes of 2018; the names "
    "Coo.pairs, Coo.ligence and Coo.efficience (10 December 2020); Coo.pairs' fifty-fifty and its three axes"
)
INVENTED_FACTS = (
    "every date, legal form, charter, key, contract, resolution, ballot, representative, supplier, document, amount, "
    "volume and budget; Coo.ligence's service; the third landlord Landombre"
)


def members() -> list[RegisterMember | RecordFigure]:
    """The two founders with their published figures, as dated attributes."""
    day = date(2016, 12, 31)
    published: dict[str, Any] = {"effective_on": day, "source": LA_TRIBUNE_2016, "published": True}
    figures = {AQUITANIS: ("18500", "370", "110.2"), MESOLIA: ("19000", "245", "91.0")}
    registered = [
        RegisterMember(code=AQUITANIS, name=AQUITANIS, kind=MemberKind.OPH, **published),
        RegisterMember(code=MESOLIA, name=MESOLIA, kind=MemberKind.ESH, **published),
    ]
    units = (("homes", "homes"), ("staff", "employees"), ("turnover", "million EUR"))
    recorded = [
        RecordFigure(
            code=member,
            figure=figure,
            value=value,
            unit=unit,
            as_of=day,
            source=LA_TRIBUNE_2016,
            published=True,
        )
        for member, values in figures.items()
        for (figure, unit), value in zip(units, values, strict=True)
    ]
    return [*registered, *recorded]


def third_landlord() -> list[RegisterMember | RecordFigure]:
    """The invented entrant of 2021."""
    day = date(2021, 3, 1)
    return [
        RegisterMember(
            code=LANDOMBRE,
            name="Landombre (invented)",
            kind=MemberKind.OTHER,
            effective_on=day,
            source=INVENTED,
        ),
        RecordFigure(code=LANDOMBRE, figure="homes", value="6200", unit="homes", as_of=day, source=INVENTED),
    ]


def agreement(code: str) -> DraftAgreement:
    """The draft of one of the three agreements; their legal forms are not published."""
    both = (AQUITANIS, MESOLIA)
    shared: dict[str, Any] = {
        "parties": both,
        "exit_notice_months": 6,
        "vat_regime": "not examined in the example",
        "published": True,
    }
    drafts = {
        COO_PAIRS: DraftAgreement(
            code=COO_PAIRS,
            name="Coo.pairs, fifty-fifty",
            # The press of 2016 calls it a joint subsidiary, half of it each; its form is not confirmed.
            legal_form=LegalForm.COMPANY,
            axes=("land prospecting", "proximity", "solidarity condominium manager"),
            entry_convention=EntryConvention.MONTHS_COMPLETE,
            effective_on=date(2017, 1, 1),
            **shared,
        ),
        COO_LIGENCE: DraftAgreement(
            code=COO_LIGENCE,
            name="Coo.ligence (content not published)",
            legal_form=LegalForm.CONVENTION,
            axes=("knowledge",),
            entry_convention=EntryConvention.MONTHS_COMPLETE,
            effective_on=date(2019, 1, 1),
            **shared,
        ),
        COO_EFFICIENCE: DraftAgreement(
            code=COO_EFFICIENCE,
            name="Coo.efficience, open cluster",
            legal_form=LegalForm.ASSOCIATION,
            axes=("proximity",),
            entry_convention=EntryConvention.MONTHS_STARTED,
            territory="Nouvelle-Aquitaine and Occitanie",
            effective_on=date(2020, 12, 10),
            **shared,
        ),
    }
    return drafts[code]


def charter(code: str) -> tuple[VotingRule, ...]:
    """How each type of decision is taken under an agreement."""
    if code == COO_EFFICIENCE:
        majorities = {
            "contract": "simple",
            "budget": "simple",
            "key": "two thirds of all",
            "admission": "unanimity",
        }
    else:
        majorities = dict.fromkeys(("contract", "budget", "key", "admission"), "unanimity")
    return tuple(
        VotingRule(
            decision_type=decision_type,
            electorate="members",
            weights="one each",
            quorum_first_call="1/2",
            quorum_second_call="0",
            majority=majority,
            proxies_per_holder=1,
            recused_leave_quorum=False,
            recused_leave_majority=False,
            casting_vote=None,
            notice_days=15,
            notice_days_second_call=8,
            source=f"charter of {code}, article {article} (invented)",
        )
        for article, (decision_type, majority) in enumerate(majorities.items(), start=1)
    )


def toolbox() -> list[AddService]:
    """What is shared: the three published axes, and Coo.ligence's invented service."""
    return [
        AddService(
            code="LAND",
            name="Land prospecting",
            axis="land prospecting",
            unit_of_work="file",
            published=True,
        ),
        AddService(
            code="PLATFORM",
            name="Customer-relations platform",
            axis="proximity",
            unit_of_work="call",
            published=True,
        ),
        AddService(
            code="SYNDIC",
            name="Solidarity condominium manager",
            axis="solidarity condominium manager",
            unit_of_work="lot",
            published=True,
        ),
    ]


def data_desk() -> AddService:
    """The invented service of Coo.ligence."""
    return AddService(code="DATA", name="Shared data desk", axis="knowledge", unit_of_work="study")


def going_alone() -> list[DeclareStandAloneCost]:
    """What CE-PLATFORM's members would bear in 2021 without the others, invented: alone, and two by two."""
    costs = {
        (AQUITANIS,): 36_000_000,
        (MESOLIA,): 36_500_000,
        (LANDOMBRE,): 12_000_000,
        (AQUITANIS, MESOLIA): 68_000_000,
        (AQUITANIS, LANDOMBRE): 44_500_000,
        (MESOLIA, LANDOMBRE): 42_500_000,
    }
    return [
        DeclareStandAloneCost(
            contract="CE-PLATFORM",
            members=members,
            first_month="2021-01",
            last_month="2021-12",
            cost_cents=cents,
            source="quotation of another call centre (invented)",
            certified_by="a consultant (invented)",
            evidence_reference=f"quotation-2021-{place}.pdf (invented)",
            evidence_sha256=sha256(f"quotation {place}".encode()).hexdigest(),
        )
        for place, (members, cents) in enumerate(costs.items(), start=1)
    ]


def measures() -> list[DefineMeasure]:
    """What the keys count."""
    kinds = (
        ("homes", "Rental homes", "homes", Nature.STOCK),
        ("staff", "Staff", "employees", Nature.STOCK),
        ("lots", "Condominium lots", "lots", Nature.STOCK),
        ("calls", "Calls handled", "calls", Nature.FLOW),
    )
    return [DefineMeasure(code=c, name=n, unit=u, nature=nature) for c, n, u, nature in kinds]
