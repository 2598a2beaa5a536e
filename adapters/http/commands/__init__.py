"""Commands over HTTP: read, placed, executed, answered; one by one or several in order."""
