"""What must hold of a tender, by subject."""
