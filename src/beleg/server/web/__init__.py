"""The page: its words, its templates, its style and its script."""
