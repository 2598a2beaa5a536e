"""What must hold of a network entry: of its file, of intentions, of the standing itself and of its changes."""
