"""The command line, tried as its users try it."""
