"""What if? The recorded history played again with a change, by the same use cases, on a ledger in memory."""
