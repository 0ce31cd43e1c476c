"""feedtool: a podcast feed, enriched with what your notes know."""

__version__ = "0.1.0"
