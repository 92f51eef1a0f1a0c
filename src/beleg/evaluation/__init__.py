"""How good it is: cases, runs over them, comparison, reports. Reads what the paths recorded."""
