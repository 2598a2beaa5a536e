"""The command line: one file per group of commands, answers on stdout, everything else on stderr."""
