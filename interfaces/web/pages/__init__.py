"""Each page of the site is a module here: what it asks, and how it is addressed."""
