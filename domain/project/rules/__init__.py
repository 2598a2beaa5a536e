"""What must hold of a grant project, by subject."""
