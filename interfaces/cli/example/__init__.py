"""Package data of the demo: the documents and readings that it imports; README.txt says what is invented."""
