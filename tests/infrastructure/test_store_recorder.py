"""The library's own cases for an application recorder, on ours."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from eventsourcing.persistence import ApplicationRecorder

from tests.conftest import Store

# The cases stand in one module with others that need a cipher, which needs a package that we do not use.
with patch.dict(sys.modules, {"eventsourcing.cipher": SimpleNamespace(AESCipher=object)}):
    from eventsourcing.tests import persistence as library


class TestApplicationRecorder(library.ApplicationRecorderTestCase):
    test_performance = None  # It prints a rate and asserts nothing; see tests/benchmarks.

    @pytest.fixture(autouse=True)
    def _on(self, store: Store) -> None:
        self.recorder = store.recorder

    def create_recorder(self) -> ApplicationRecorder:
        return self.recorder

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleaving(library.NonInterleavingNotificationIDsBaseCase):
    @pytest.fixture(autouse=True)
    def _on(self, store: Store) -> None:
        self.recorder = store.recorder

    def create_recorder(self) -> ApplicationRecorder:
        return self.recorder
