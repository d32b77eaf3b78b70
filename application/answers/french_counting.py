"""Quorum and majorities in French, told from the figures of the count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

Answer = Mapping[str, Any]
MAJORITIES = {
    "simple": "Majorité simple",
    "absolute": "Majorité absolue",
    "two thirds of cast": "Majorité des deux tiers des voix exprimées",
    "two thirds of present": "Majorité des deux tiers des voix des présents ou représentés",
    "two thirds of all": "Majorité des deux tiers de toutes les voix",
    "three quarters of cast": "Majorité des trois quarts des voix exprimées",
    "three quarters of present": "Majorité des trois quarts des voix des présents ou représentés",
    "three quarters of all": "Majorité des trois quarts de toutes les voix",
    "unanimity": "Unanimité",
}
BASES = {"one each": "une voix chacun"}
SAID = {
    "for": "pour",
    "against": "contre",
    "abstain": "abstention",
    "recused": "déport",
    "absent": "absence",
}


def votes_words(count: str) -> str:
    """Votes, exactly.

    >>> votes_words("1"), votes_words("7/3")
    ('1 voix', '7/3 voix')
    """
    return f"{count} voix"


def count_lines(vote: Answer) -> Iterator[str]:
    """Quorum, then what carries or does not; where no figures are known, the recorded sentences as they stand."""
    figures = vote["figures"]
    if figures is None:
        yield from (f"Calcul enregistré : {sentence}." for sentence in vote["arithmetic"])
        return
    yield _quorum(figures["quorum"])
    for block in figures["colleges"]:
        inside = f" ({_majority(block['inside'])})" if block["inside"] else ""
        said = f"ses {block['share']} des voix comptent « {SAID[block['said']]} »"
        yield f"Collège {block['college']}{inside} : {said}."
    for majority in figures["majorities"]:
        yield f"{_majority(majority)}."
    if figures["casting_vote"]:
        seat, choice = figures["casting_vote"]
        said = f"« {SAID[choice]} »" if choice in SAID else "non exprimée"
        yield f"Partage des voix : la voix prépondérante de {seat} est {said}."
    if figures["consent"]:
        yield _consent(figures["consent"])


def _quorum(quorum: Answer) -> str:
    there, base, part = (Fraction(quorum[name]) for name in ("there", "base", "part"))
    counted = {"votes": "voix", "members": "votants", "capital": "parts du capital"}[quorum["counted"]]
    ending = "s" if quorum["counted"] == "members" else "es"
    present = f"présent{ending}" + ("" if quorum["only_present"] else f" ou représenté{ending}")
    met = "atteint" if there >= part * base else "non atteint"
    needed = f"{part} requis" if part else "aucun minimum requis"
    return f"Quorum : {counted} {present} : {there} sur {base}, {needed} : {met}."


def _majority(figures: Answer) -> str:
    name, favour, against = figures["majority"], votes_words(figures["in_favour"]), figures["against"]
    words = MAJORITIES[name] + (f" ({figures['weights']})" if figures["weights"] else "")
    if name == "unanimity":
        return f"{words} : {favour} pour sur {figures['base']} requises"
    if figures["part"] is None:
        return f"{words} : {favour} pour, {against} contre"
    more = "plus de" if name == "absolute" else "au moins"
    return f"{words} : {favour} pour, {more} {figures['part']} de {figures['base']} requis"


def _consent(consent: Answer) -> str:
    if consent["without"]:
        names = ", ".join(consent["without"])
        return f"Consentement : {names}, dont les charges augmenteraient, n'y a pas consenti ({consent['source']})."
    names = ", ".join(consent["members"])
    return f"Consentement : {names}, dont les charges augmenteraient, a voté pour ({consent['source']})."
