"""The acceptance scenarios, played through commands on both stores."""
