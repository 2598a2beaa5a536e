"""What goes to those who have no Kronika: it needs Python 3.8 and nothing else, not even the rest of this program."""
