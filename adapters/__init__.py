"""Everything that touches the world outside: stores, files, the command line, the clock."""
