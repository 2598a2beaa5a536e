"""Copies of everything that cannot be made again, and the way back: one format for both stores."""
