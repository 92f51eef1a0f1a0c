"""Evaluations and comparisons as pages: one self-contained file each, no script, nothing from outside."""
