"""What a resolution would change for each member: its enactments supposed over a past period, before the vote."""
