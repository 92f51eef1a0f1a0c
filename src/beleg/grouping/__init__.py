"""What documents have in common: profiles, themes, near duplicates. Pure."""
