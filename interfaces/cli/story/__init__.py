"""The example as it is played: years of Coo.pairs, through the same use cases that every interface uses."""
