"""The contract: its life and its money."""
