"""The minutes in French, in the terms of the law and of the glossary; arithmetic is told from the counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from application.answers.french import french_amount, french_day, french_key, french_month
from application.answers.french_counting import BASES, count_lines, votes_words

Answer = Mapping[str, Any]
KINDS = {
    "admit a member": "admission d'un membre",
    "let a member leave": "départ d'un membre",
    "let a beneficiary leave": "sortie d'un bénéficiaire",
    "recognise a merger": "constatation d'une fusion",
    "conclude an agreement": "conclusion d'une convention de coopération",
    "amend the agreement": "avenant à la convention",
    "change the VAT regime": "changement du régime de TVA",
    "lay down the charter": "adoption du règlement intérieur",
    "open a contract": "ouverture d'un contrat de mutualisation",
    "change a contract": "modification d'un contrat de mutualisation",
    "adopt a key": "adoption d'une clé de répartition",
    "let services bear what they use of each other": "prestations réciproques entre services",
    "authorise a restatement": "autorisation d'un retraitement rétroactif",
    "adopt a budget": "adoption d'un budget",
    "approve the accounts of a year": "approbation des comptes d'un exercice",
    "end a contract": "fin d'un contrat de mutualisation",
    "free text": "texte libre",
}
STATES = {
    "carried out": "exécutée",
    "adopted, not in force": "adoptée, pas encore en vigueur",
    "refused": "refusée à l'exécution",
    "not adopted": "non adoptée",
}
CHOICES = {"for": "pour", "against": "contre", "abstain": "abstention", "blank": "vote blanc"}
MEETINGS = {"meeting": "réunion", "written consultation": "consultation écrite"}
EXCEPTIONS = {"urgency": "urgence", "waiver of all": "renonciation de tous"}
BLANK = "____________________"


class French:
    """The sentences of the minutes in French."""

    def title(self, minutes: Answer) -> str:
        """Procès-verbal, or procès-verbal de carence."""
        what = "Procès-verbal de carence" if minutes["inquorate"] else "Procès-verbal"
        kind = MEETINGS[minutes["kind"]]
        return f"{minutes['agreement']} : {what} de la {kind} du {french_day(minutes['held_on'])}"

    def convocation(self, minutes: Answer) -> Iterator[str]:
        """Convocation, délai et dérogation."""
        call = "première convocation"
        if minutes["call"] != 1:
            call = f"seconde convocation, après {minutes['follows']}"
        yield f"Référence : {minutes['reference']} ({call})."
        rules = [each["vote"]["rule"] for each in minutes["resolutions"] if each["vote"]]
        needed = sorted({(rule["notice_days"], rule["source"]) for rule in rules})
        wanted = " ; ".join(f"délai requis : {_jours(days)}, {source}" for days, source in needed)
        told = f"Convocation du {french_day(minutes['convened_on'])}, {_jours(minutes['notice_days'])} avant la date"
        yield f"{told}{f' ({wanted})' if wanted else ''}."
        if minutes["opens_on"]:
            yield f"Votes reçus du {french_day(minutes['opens_on'])} au {french_day(minutes['held_on'])}."
        if minutes["notice_exception"]:
            exception = EXCEPTIONS[minutes["notice_exception"]]
            yield f"Dérogation au délai : {exception}, {minutes['notice_reason']}."

    def agenda(self, minutes: Answer) -> Iterator[str]:
        """Ordre du jour et ses modifications."""
        points = " ; ".join(f"{each['number']}, {each['title']}" for each in minutes["agenda"])
        yield f"Ordre du jour : {points}."
        for changed in minutes["order_changes"]:
            order = ", ".join(changed["agenda"])
            yield f"Ordre modifié en séance : {order} ; motif : {changed['reason']}."

    def attendance(self, minutes: Answer) -> Iterator[str]:
        """Feuilles de présence, avec les pouvoirs."""
        if not minutes["attendance"] and minutes["kind"] == "meeting":
            yield "Aucune feuille de présence n'a été tenue."
        for sheet in minutes["attendance"]:
            since = f" à partir de la résolution {sheet['from_item']}" if sheet["from_item"] else ""
            holders = {proxy["seat"]: proxy["holder"] for proxy in sheet["proxies"]}
            absent = [
                f"{seat} (pouvoir donné à {holders[seat]})" if seat in holders else seat
                for seat in sheet["represented"]
            ]
            there = f"présents : {_liste(sheet['present'])} ; représentés : {_liste(absent)}"
            yield f"Feuille de présence{since} : {there}."

    def resolution(self, resolution: Answer) -> str:
        """Numéro et intitulé."""
        return f"Résolution {resolution['number']} : {resolution['title']}"

    def enactment(self, enactment: Answer) -> str:
        """Ce que la résolution décide."""
        terms = enactment["terms"]
        told = [str(terms[name]) for name in ("code", "contract", "member") if name in terms]
        told += [f"répartition {french_key(terms['key'])}"] if "key" in terms else []
        if "amount_cents" in terms:
            told.append(f"{french_amount(terms['amount_cents'])} pour {terms['year']}")
        names = {"effective_from": "à compter du", "starts_on": "à compter du", "ends_on": "jusqu'au"}
        names |= {"bears_costs_from": "supporte les charges à compter du", "votes_from": "vote à compter du"}
        names |= {"bears_costs_until": "supporte les charges jusqu'au"}
        told += [f"{words} {french_day(terms[name])}" for name, words in names.items() if name in terms]
        kind = KINDS.get(enactment["kind"], enactment["kind"])
        about = f" : {', '.join(told)}" if told else ""
        return f"Décision {enactment['ordinal']}, {kind}{about}."

    def study(self, resolution: Answer) -> Iterator[str]:
        """Ce que les membres savaient avant le vote."""
        study, digest = resolution["study"], f"SHA-256 {resolution['study_sha256']}"
        if "enactments" not in study:
            yield f"Étude d'impact jointe avant le vote ({digest})."
            return
        compared = [each for enactment in study["enactments"] for each in enactment["comparisons"]]
        told = " ; ".join(map(_impact, compared)) or "sans effet sur les charges"
        yield f"Étude d'impact (position {study['position']}, {digest}) : {told}."

    def voters(self, vote: Answer) -> Iterator[str]:
        """Chaque votant, ses voix et leur source, et son vote."""
        yield f"Votants au {french_day(vote['record_date'])}, {vote['rule']['source']} :"
        for voter in vote["voters"]:
            member = voter["member"]
            who = f"{voter['seat']}{f' ({member})' if member not in (None, voter['seat']) else ''}"
            college = f", collège {voter['college']}" if voter["college"] else ""
            source = BASES.get(voter["weight_source"], f"source : {voter['weight_source']}")
            yield f"- {who}{college}, {votes_words(voter['weight'])} ({source}) : {_vote(voter)}"

    def count(self, vote: Answer) -> Iterator[str]:
        """Quorum et majorité, avec leur calcul."""
        yield from count_lines(vote)

    def outcome(self, resolution: Answer) -> str:
        """Le résultat, avec l'article qui le fonde."""
        vote = resolution["vote"]
        if not vote or not vote["outcome"]:
            return "Point non mis aux voix." if not vote else "Le vote est ouvert."
        day, article = french_day(vote["decided_on"]), vote["rule"]["source"]
        if vote["outcome"] == "inquorate":
            return f"Faute de quorum, aucune décision n'a pu être prise le {day}."
        said = "adoptée" if vote["outcome"] == "adopted" else "rejetée"
        return f"La résolution est {said} le {day} ({article})."

    def came_of(self, enactment: Answer) -> str:
        """Où en est l'exécution."""
        met = f", condition réalisée le {french_day(enactment['met_on'])}" if enactment["met_on"] else ""
        said = f" ({enactment['said']})" if enactment["said"] else ""
        return f"Décision {enactment['ordinal']} : {STATES[enactment['state']]}{met}{said}."

    def inquorate(self, minutes: Answer) -> Iterator[str]:
        """La carence, et la seconde convocation."""
        yield "Le quorum n'étant pas atteint, aucun point de l'ordre du jour n'a pu être valablement décidé."
        second = minutes["second_call"]
        if second is None:
            yield "Les votants seront convoqués une seconde fois, sur le même ordre du jour."
            return
        days = f"convocation du {french_day(second['convened_on'])} pour le {french_day(second['held_on'])}"
        yield f"Seconde convocation sur le même ordre du jour : {second['reference']}, {days}."

    def signatures(self, minutes: Answer) -> Iterator[str]:
        """Signatures, empreinte et horodatage du document signé."""
        yield f"Président de séance : {BLANK}    Secrétaire : {BLANK}"
        sealed = minutes["sealed"]
        digest = sealed["sha256"] if sealed else BLANK
        stamp = (sealed["time_stamp"] or "aucun") if sealed else BLANK
        yield f"Document signé : empreinte SHA-256 {digest} ; horodatage {stamp}"
        yield f"Établi d'après les événements jusqu'à la position {minutes['position']}."


def _impact(comparison: Answer) -> str:
    months = comparison["months"]
    span = (
        french_month(months[0])
        if len(months) == 1
        else f"{french_month(months[0])} à {french_month(months[-1])}"
    )
    each = ", ".join(
        f"{m['member']} {french_amount(m['difference_cents'], signed=True)}" for m in comparison["members"]
    )
    together = french_amount(comparison["difference_cents"], signed=True)
    return f"{comparison['past_of']}, {span} : {each} ; ensemble {together}"


def _vote(voter: Answer) -> str:
    if voter["recused"]:
        return f"déport, {voter['recused']}"
    if voter["choice"] is None:
        return "n'a pas voté"
    said = CHOICES[voter["choice"]]
    return f"{said}, par son mandataire {voter['cast_by']}" if voter["proxy"] else said


def _jours(days: int) -> str:
    return f"{days} jour{'s' if days > 1 else ''}"


def _liste(seats: Sequence[str]) -> str:
    return ", ".join(seats) or "personne"
