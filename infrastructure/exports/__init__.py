"""What leaves the ledger as files."""
