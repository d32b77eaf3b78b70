"""The rulebook for readers: what its pages say on the site and in an export, and the export itself."""
