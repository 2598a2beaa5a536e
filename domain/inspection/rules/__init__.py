"""What must hold of an inspection, by subject."""
