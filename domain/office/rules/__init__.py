"""What must hold of the office, by subject."""
