"""The basic network: one service's standing in it, from the intention to the exclusion."""
