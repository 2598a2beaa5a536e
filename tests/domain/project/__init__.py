"""Grant projects."""
