"""Every page of the rulebook is run."""

from __future__ import annotations

from pytest_bdd import scenarios

scenarios(".")
