"""What people ask of a group, answered from its views as of a position: data, ready for any interface."""
