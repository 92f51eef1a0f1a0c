"""The addresses, one file for each kind of thing asked for."""
