"""Refusals: what the domain says when it may not do what it is asked.

A refusal is a class of its own: a sentence with named gaps, and the facts that fill them. Interfaces
catch `Refusal` in one place and translate; nobody matches on the words.
"""

from __future__ import annotations

from typing import ClassVar

from domain.kernel.sentences import Sentence


class Refusal(Exception):
    """The rule that was asked to bend, as a sentence and its facts.

    Subclasses set `sentence`, a format string over the facts given by keyword.
    """

    sentence: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        self.facts: dict[str, object] = facts
        super().__init__(Sentence(type(self).sentence, **facts))

    def __str__(self) -> str:
        return self.told

    @property
    def told(self) -> Sentence:
        """The sentence, and what it is made of."""
        told: Sentence = self.args[0]
        return told

    @property
    def name(self) -> str:
        """The refusal's name in words: `AlreadyVoted` is `already-voted`."""
        return self.name_of()

    @classmethod
    def name_of(cls) -> str:
        """The name of refusals of this kind."""
        words = "".join(f"-{c.lower()}" if c.isupper() else c for c in cls.__name__)
        return words.lstrip("-")


class BadInput(Refusal):
    """What was given cannot be read: names the field and the rule that it breaks."""

    sentence = "{field}: {rule}"

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(field=field, rule=rule)


class NotFound(Refusal):
    """Nothing is known under that code."""

    sentence = "there is no {kind} {code}"


class AlreadyExists(Refusal):
    """A code is given once; creating twice is a conflict, not a twin."""

    sentence = "{kind} {code} exists already"
