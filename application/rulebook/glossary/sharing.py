"""The words of costs, of how they are shared, and of the books."""

from __future__ import annotations

from application.rulebook.glossary.term import RuleNamed, Source, Term

_USH = "https://www.union-habitat.org/espace-droit-et-fiscalite/question-reponse-juridique-realisation-de-prestations-de-services-et-d-un"

TERMS: tuple[Term, ...] = (
    Term(
        "Accounting period",
        "période comptable",
        "A month that runs are posted to. Once locked it takes nothing more; what comes later goes to the first one "
        "open.",
        (
            "accounting period",
            "open period",
            "periods are locked",
            "year is closed",
            "closed year",
            "of the period that it is posted",
        ),
        RuleNamed("accounts/periods", "A run is posted to the first open period from its service month on"),
    ),
    Term(
        "Carry",
        "reste reporté",
        "The part of a cent that rounding gave a member or took from it; the next run of the contract takes it up.",
        ("carried to", "was carried", "rounding", "rounded", "to the cent"),
        RuleNamed("allocation/shares", "What rounding gave or took is carried to the next month"),
    ),
    Term(
        "Core",
        "cœur",
        "The splits in which no member and no few members, whose cost of going alone is declared, would save by "
        "leaving.",
        ("core", "going alone", "leaving"),
        RuleNamed(
            "allocation/win_win",
            "A split is in the core when nobody whose cost is declared would save by leaving",
        ),
    ),
    Term(
        "Corrective run",
        "répartition corrective",
        "A run that posts the difference which a late line or a corrected reading makes to a month that was posted.",
        ("corrective", "late line", "corrected reading", "comes late"),
        RuleNamed("allocation/runs", "A late line posts its difference in a corrective run"),
    ),
    Term(
        "Direct charge",
        "charge directe",
        "A cost that one member bears alone.",
        ("direct charge", "one member alone", "charged to one"),
        RuleNamed("allocation/shares", "A direct charge is borne by one member alone"),
        Source(
            "Costs for one member only are removed from what is shared: OECD Transfer Pricing Guidelines 7.57",
            "https://tpguidelines.com/chapter-vii-paragraph-7-57/",
        ),
    ),
    Term(
        "Document",
        "pièce justificative",
        "An invoice, a credit note, a payroll or the like, known by its supplier and its number, with the lines that "
        "are shared.",
        ("document", "invoice", "credit note"),
        RuleNamed("allocation/documents", "A document is known by its supplier and its number"),
        Source(
            "Documented controls that link each invoice to the real supply: piste d'audit fiable, CGI art. 289 VII-1°",
            "https://vauban-avocats.com/actualites-juridiques/controle-de-comptabilite-informatisee-entreprises-piste-daudit-fiable-obligation-documentaire-souvent-oubliee/",
        ),
    ),
    Term(
        "Entry",
        "écriture comptable",
        "What accounting books of a share. It names the legal entity whose books it stands in, and debits equal "
        "credits in the books of each.",
        ("entry", "entries", "books", "journal"),
        RuleNamed("accounts/entries", "In the books of each entity debits equal credits"),
    ),
    Term(
        "Exact cost",
        "coût exact",
        "What the use of a service has cost, and nothing on top.",
        ("exact", "nothing on top"),
        RuleNamed("accounts/reimbursement", "The members are charged the joint expenses and nothing on top"),
        Source(
            "“la compensation par le membre bénéficiaire du coût exact de l'utilisation des services”: Code de la "
            "construction et de l'habitation, art. L. 423-6, as quoted by the Union sociale pour l'habitat",
            _USH,
        ),
    ),
    Term(
        "Joint expenses",
        "dépenses communes",
        "What members share, as far as it is charged to nobody alone.",
        ("joint expense",),
        RuleNamed("accounts/reimbursement", "What one member bears alone is no joint expense"),
        Source(
            "Sums claimed “correspondent exactement à la part leur incombant dans les dépenses communes”: CGI "
            "art. 261 B, as quoted (text before 2023)",
            "https://www.artemavocats.com/tva-exoneration-des-groupements-de-moyens/",
        ),
    ),
    Term(
        "Reading",
        "mesure, comptage",
        "What was counted of a measure for a member: calls of a month, homes on a day. It is recorded once, and "
        "corrected in the open.",
        ("reading", "counted", "count "),
        RuleNamed("allocation/readings", "A reading is recorded once"),
        Source(
            "Costs are shared “en fonction de l'utilisation des services”: Code de la construction et de l'habitation, "
            "art. L. 423-6 (text as proposed in 2010)",
            "https://senat.fr/amendements/commissions/2009-2010/130/Amdt_COM-307.html",
        ),
    ),
    Term(
        "Reversal",
        "extourne, contre-passation",
        "What takes back a posted run: its cents, and what it carried. Nothing that was posted is edited.",
        ("revers",),
        RuleNamed("allocation/runs", "A reversal takes back the cents and what was carried"),
    ),
    Term(
        "Run",
        "répartition",
        "What shares the cost of a contract in a month. It is prepared by one person and approved by another.",
        ("run", "preparer"),
        RuleNamed("allocation/runs", "Preparer and approver differ"),
    ),
    Term(
        "Settlement",
        "règlement, compensation",
        "The fewest transfers that would settle what members owe each other: a proposal, of which nothing is recorded.",
        ("settle", "balance", "debt", "netting"),
        RuleNamed(
            "accounts/settlement",
            "The fewest transfers that settle all balances are proposed, and nothing is recorded",
        ),
    ),
    Term(
        "Share",
        "quote-part",
        "What a member bears of a cost. The shares of a run sum to the cost, to the cent.",
        ("share", "split"),
        RuleNamed("allocation/shares", "What the members bear sums to the cost, to the cent"),
    ),
    Term(
        "Stock and flow",
        "stock et flux",
        "A stock is counted on a day, such as homes; a flow over a month, such as calls.",
        ("stock", "average"),
        RuleNamed(
            "allocation/readings", "A stock is read at its latest date on or before the end of the month"
        ),
    ),
    Term(
        "Variance",
        "écart",
        "The difference between two periods, told apart by its causes: membership, key, volume, price, rounding.",
        ("variance", "differs", "difference", "volume", "price"),
        RuleNamed("allocation/variance", "What rounding gave or took is a part of the difference"),
    ),
)
