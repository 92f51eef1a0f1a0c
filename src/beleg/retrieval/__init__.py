"""A question to passages: analyse, fuse, expand, pack. Pure."""
