"""What stands before every route: the log line, the names it answers to, limits of rate, size and patience."""
