"""The words of the rulebook: what each means here, in French, and where that stands."""

from __future__ import annotations

from typing import NamedTuple


class RuleNamed(NamedTuple):
    """A rule of the rulebook by its page's path and its title: what it says is run."""

    page: str
    title: str


class Source(NamedTuple):
    """A text outside: what it is, and where it was read."""

    text: str
    url: str


class Term(NamedTuple):
    """A word as this product uses it.

    `meaning` is one or two sentences; each of its claims stands in the rule or in the source that is named.
    `forms` are the words that it is found by in titles: beginnings of words, in small letters.
    """

    term: str
    french: str
    meaning: str
    forms: tuple[str, ...]
    rule: RuleNamed | None = None
    source: Source | None = None


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
        "Attendance",
        "feuille de présence",
        "Who is at a meeting, and who is represented. Where it is kept, who is there counts for the quorum whether "
        "it votes or not.",
        ("attendance", "who is there", "departure"),
        RuleNamed(
            "governance/quorum", "Where attendance is kept, who is there counts whether it votes or not"
        ),
        Source(
            "The sheet, with the votes carried and the proxies, is annexed to the minutes: Code rural, art. R. 524-14 "
            "(agricultural cooperatives)",
            "https://codes-et-lois.fr/code-rural-et-de-la-peche-maritime/article-r524-14",
        ),
    ),
    Term(
        "Ballot",
        "bulletin de vote",
        "What a voter says: for, against, abstain or blank. A voter votes once, by itself or by one proxy.",
        ("ballot", "voter votes", "voting"),
        RuleNamed("governance/voting", "A voter votes once"),
    ),
    Term(
        "Budget",
        "budget prévisionnel",
        "What a contract may cost in a year, adopted with authority. What is posted of the year is held against it.",
        ("budget",),
        RuleNamed("services/contract", "A contract has a budget for a year, adopted with authority"),
    ),
    Term(
        "Carry",
        "reste reporté",
        "The part of a cent that rounding gave a member or took from it; the next run of the contract takes it up.",
        ("carried to", "was carried", "rounding", "rounded", "to the cent"),
        RuleNamed("allocation/shares", "What rounding gave or took is carried to the next month"),
    ),
    Term(
        "Charter",
        "charte",
        "How decisions are taken under an agreement, by type of decision. It changes by versions with a date, and a "
        "vote follows the version in force on its record date.",
        ("charter",),
        RuleNamed("governance/charter", "A vote follows the charter in force on its record date"),
    ),
    Term(
        "College",
        "collège",
        "A part of the electorate with a part of all votes, within limits; inside it seats weigh by a rule of its own.",
        ("college",),
        RuleNamed(
            "governance/colleges",
            "What a cap cuts off goes to the other colleges in proportion to their shares",
        ),
        Source(
            "Colleges of cooperative HLM societies: users at least 51 % of the votes, investors at most 35 %, or "
            "49 % with HLM or cooperative investors",
            "https://www.hlm.coop/contenu/la-gouvernance",
        ),
    ),
    Term(
        "Condition",
        "condition",
        "What an adopted enactment still waits for: an official approval, the signatures of all, an accession.",
        ("condition", "waits", "awaits", "approval"),
        RuleNamed("governance/conditions", "What waits for an official approval has force once it is given"),
    ),
    Term(
        "Contract",
        "contrat de mutualisation",
        "What shares one service under one agreement: who provides it, who benefits, by which key, and for how long.",
        ("contract",),
        RuleNamed("services/contract", "A contract serves the months between its start and its end"),
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
        "Electorate",
        "corps électoral",
        "Who votes on a resolution, frozen with its weights when the vote opens.",
        ("electorate", "seat", "weigh"),
        RuleNamed("governance/voting", "Only the electorate that was frozen at the opening votes"),
        Source(
            "One member, one vote, unless a special law says otherwise: law of 1947 on cooperation, art. 9",
            "http://droit.wester.ouisse.free.fr/pages/support%20coop%20mut/cooperatives_droit_applicable_doc4.htm",
        ),
    ),
    Term(
        "Enactment",
        "mise en œuvre",
        "What an adopted resolution, a signed agreement or a signed amendment itself carries out, in order and once.",
        ("enact", "carried out", "carries out"),
        RuleNamed("governance/enactment", "An adopted resolution itself carries out what it enacts"),
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
        "GIE",
        "groupement d'intérêt économique",
        "One of the legal forms of a cooperation. Where its contract is silent, it decides unanimously.",
        ("gie",),
        RuleNamed(
            "governance/silent_charter",
            "A GIE decides unanimously unless its contract says otherwise",
        ),
        Source(
            "Code de commerce, art. L. 251-10, as argued in a dispute about an exceptional contribution",
            "https://www.j-associes.fr/business-cases/de-necessite-de-recourir-a-vote-a-lunanimite-mettre-a-charge-membres-dun-gie-contribution-exceptionnelle/",
        ),
    ),
    Term(
        "Impact study",
        "étude d'impact",
        "What a resolution would have cost or saved each member over months that are past, attached before the vote "
        "opens.",
        ("study", "impact", "supposed over", "before the vote"),
        RuleNamed("governance/impact", "A study is attached before the vote opens"),
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
        "Majority",
        "majorité",
        "How much must be for a resolution, and of what: the ballots cast, those present, or all. The charter names "
        "it.",
        ("majorit", "unanim", "carries twice"),
        RuleNamed("governance/majority", "The majority is the one that the charter names"),
    ),
    Term(
        "Member",
        "adhérent, membre",
        "An organisation known by a code that is given once; its name, its legal form and its address may change.",
        ("member",),
        RuleNamed("membership/members", "The name of a member may change while its code stays"),
    ),
    Term(
        "Minutes",
        "procès-verbal",
        "What was decided at a meeting, by whom and by which arithmetic. A meeting that lacked its quorum has minutes "
        "of its own (procès-verbal de carence).",
        ("minutes",),
        RuleNamed(
            "governance/minutes", "A meeting that lacked its quorum has its minutes, and a second call"
        ),
        Source(
            "A failed quorum gives a procès-verbal de carence and a second convocation",
            "https://www.compte-pro.com/quorum-dans-une-assemblee-generale",
        ),
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
        "Proxy",
        "pouvoir, procuration",
        "A deed by which a voter lets another cast its ballot, for one meeting or for a time. It can be taken back.",
        ("prox",),
        RuleNamed("governance/proxies", "A voter has one proxy"),
    ),
    Term(
        "Quorum",
        "quorum",
        "How much of the votes, members or capital must be there for a meeting to decide.",
        ("quorum", "inquorate", "second call"),
        RuleNamed("governance/quorum", "The charter says what a quorum counts"),
        Source(
            "Sociétés anonymes: a fifth on first call and none on second; for changes of the statutes a quarter, then "
            "a fifth",
            "http://crcf.ac-grenoble.fr/?babrw=babArticles/babArticleCategory_44/babArticleCategory_38/babArticleTopic_91/babArticle_342",
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
        "Recusal",
        "déport",
        "A voter that a resolution concerns does not vote on it. Whether it stays in the count is the charter's to "
        "say.",
        ("recus", "concern"),
        RuleNamed(
            "governance/majority",
            "Whether a recused voter stays in the count is the charter's to say",
        ),
        Source(
            "Two thirds of the board's members, the directors of the shareholder concerned not voting: a société de "
            "coordination",
            "https://valdefrance.fr/instances",
        ),
    ),
    Term(
        "Resolution",
        "résolution, délibération",
        "What is put to the vote, with what it would enact. It is adopted, rejected, or without quorum.",
        ("resolution",),
        RuleNamed("governance/majority", "A resolution without quorum is neither adopted nor rejected"),
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
        "Variance",
        "écart",
        "The difference between two periods, told apart by its causes: membership, key, volume, price, rounding.",
        ("variance", "differs", "difference", "volume", "price"),
        RuleNamed("allocation/variance", "What rounding gave or took is a part of the difference"),
    ),
    Term(
        "What-if",
        "et si",
        "The whole history played again with one thing otherwise, by the same rules. Nothing of it is recorded.",
        ("supposed", "what if"),
        RuleNamed("governance/what_if", "Nothing of what is supposed is recorded"),
    ),
    Term(
        "Withdrawal",
        "retrait",
        "A member's leaving of an agreement, with the notice that the agreement gives.",
        ("withdraw", "has left", "notice"),
        RuleNamed("membership/amendment", "Who withdraws keeps its notice"),
    ),
)
"""By the alphabet."""
