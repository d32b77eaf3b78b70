"""The words of votes and of what they carry out."""

from __future__ import annotations

from application.rulebook.glossary.term import RuleNamed, Source, Term

TERMS: tuple[Term, ...] = (
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
        "disposition",
        "What an adopted resolution, a signed agreement or a signed amendment itself carries out, in order and once.",
        ("enact", "carried out", "carries out"),
        RuleNamed("governance/enactment", "An adopted resolution itself carries out what it enacts"),
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
        "Majority",
        "majorité",
        "How much must be for a resolution, and of what: the ballots cast, those present, or all. The charter names "
        "it.",
        ("majorit", "unanim", "carries twice"),
        RuleNamed("governance/majority", "The majority is the one that the charter names"),
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
        "What-if",
        "et si",
        "The whole history played again with one thing otherwise, by the same rules. Nothing of it is recorded.",
        ("supposed", "what if"),
        RuleNamed("governance/what_if", "Nothing of what is supposed is recorded"),
    ),
)
