"""The words of agreements, contracts and keys."""

from __future__ import annotations

from application.rulebook.glossary.term import RuleNamed, Source, Term

TERMS: tuple[Term, ...] = (
    Term(
        "Admission",
        "adhésion",
        "A member's entry into an agreement. It takes effect when the entrant signs its accession; from when it bears "
        "costs and from when it votes are dates of their own.",
        ("admission", "admit", "entrant", "accession", "comes in"),
        RuleNamed("membership/admission", "An admission takes effect when the entrant signs its accession"),
        Source(
            "A health-care group whose entrants vote from the next 1 January: statutes of SILGOM",
            "http://silgom.fr/statuts_t3.html",
        ),
    ),
    Term(
        "Agreement",
        "convention de coopération",
        "What members sign to cooperate without merging. It is in force once all its parties have signed.",
        ("agreement",),
        RuleNamed("membership/agreement", "An agreement is in force once all its parties have signed"),
    ),
    Term(
        "Amendment",
        "avenant",
        "A change of an agreement's text. It is in force, and carries out what it lays down, once all members have "
        "signed it.",
        ("amendment",),
        RuleNamed("membership/agreement", "An amendment is in force once all members have signed it"),
    ),
    Term(
        "Budget",
        "budget prévisionnel",
        "What a contract may cost in a year, adopted with authority. What is posted of the year is held against it.",
        ("budget",),
        RuleNamed("services/contract", "A contract has a budget for a year, adopted with authority"),
    ),
    Term(
        "Contract",
        "contrat de mutualisation",
        "What shares one service under one agreement: who provides it, who benefits, by which key, and for how long.",
        ("contract",),
        RuleNamed("services/contract", "A contract serves the months between its start and its end"),
    ),
    Term(
        "Key",
        "clé de répartition",
        "Who bears which part of a cost, and why that reflects who uses the service. It changes for months to come, "
        "from the first of a month.",
        ("key",),
        RuleNamed("services/keys", "A key changes for months to come, from the first of a month"),
        Source(
            "Keys may change prospectively: OECD Transfer Pricing Guidelines 8.22",
            "https://tpcases.com/tag/periodic-reassessment/",
        ),
    ),
    Term(
        "Member",
        "adhérent, membre",
        "An organisation known by a code that is given once; its name, its legal form and its address may change.",
        ("member",),
        RuleNamed("membership/members", "The name of a member may change while its code stays"),
    ),
    Term(
        "Pool",
        "assiette",
        "What a contract cost in a service month: its lines, and what its service bears of others.",
        ("pool", "what the members bear"),
        RuleNamed("services/mutual_use", "A pool is allocated only once it bears what its service uses"),
        Source(
            "Costs are pooled by category of service: OECD Transfer Pricing Guidelines 7.56",
            "https://tpguidelines.com/chapter-vii-paragraph-7-56/",
        ),
    ),
    Term(
        "Restatement",
        "retraitement",
        "Months that are shared anew by another key, because a resolution says so; the difference is posted.",
        ("restate", "shared anew"),
        RuleNamed(
            "services/restatement",
            "A restatement shares the months that it names by another key, and posts the difference",
        ),
    ),
    Term(
        "Service",
        "service mutualisé",
        "What members share. A service that uses another bears its part of it before the members share its cost.",
        ("service",),
        RuleNamed(
            "services/mutual_use",
            "A service bears what it uses of another before its members share its cost",
        ),
    ),
    Term(
        "Template",
        "modèle",
        "An agreement, its charter and its catalogue written down with places instead of members, for another group.",
        ("template",),
        RuleNamed(
            "membership/replication",
            "A template names places instead of members, and holds nothing of theirs",
        ),
    ),
    Term(
        "Withdrawal",
        "retrait",
        "A member's leaving of an agreement, with the notice that the agreement gives.",
        ("withdraw", "has left", "notice"),
        RuleNamed("membership/amendment", "Who withdraws keeps its notice"),
    ),
)
