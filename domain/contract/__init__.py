"""The contract: its life from the draft to the closing, and the money that it moves."""
