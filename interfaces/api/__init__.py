"""The HTTP API: readings of a group as JSON, on this machine only, reading only."""
