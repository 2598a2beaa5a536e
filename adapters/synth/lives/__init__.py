"""The kinds of life in a synthetic region: each module tells one, as a sequence of entries that reads as a story."""
