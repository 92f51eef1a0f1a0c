"""Bytes to passages: parse, clean, assemble, cut, weigh. Pure; runs in the child process."""
