"""Where things are kept: state (the truth), index (can be rebuilt), blobs (the original bytes)."""
