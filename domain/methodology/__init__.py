"""The yearly methodology of the region: what it was, and which values it gave, on any day."""
