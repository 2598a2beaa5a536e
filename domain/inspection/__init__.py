"""The inspection: a check on the spot, from its plan to the last measure that came of it."""
