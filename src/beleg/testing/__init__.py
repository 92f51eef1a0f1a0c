"""The contract suites that we ship, so that a plugin author can run them."""
