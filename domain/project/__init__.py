"""Grant projects: what the region was given money for, what it promised, and what it reported."""
