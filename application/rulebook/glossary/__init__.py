"""The words of the rulebook: what each means here, in French, and where that stands."""
