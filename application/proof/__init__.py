"""Proofs that outlive the ledger: checkpoints, what they are held against, and packs that verify alone."""
