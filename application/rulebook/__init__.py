"""The rulebook: the pages that say how the ledger behaves, how their examples last ran, and what they govern."""
