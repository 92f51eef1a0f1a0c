"""How sure is sure: from labelled answers to a probability, a certified threshold, and a watch over drift. Pure."""
