"""What must hold of a mandate, by subject."""
