"""Pages of a group for people at a browser: the same answers, commands and access as the API, as documents."""
