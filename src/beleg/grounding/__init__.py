"""Whether a claim stands: its words are looked for in the version it cites."""
