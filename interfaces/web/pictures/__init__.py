"""Pictures as geometry: what a template draws as SVG, computed here and said again in a table beside it."""
