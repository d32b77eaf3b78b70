"""Where the rulebook's pages and the results of their examples are kept."""
