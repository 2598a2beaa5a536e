"""Kronika over HTTP: every command and every question, for those who come with a token."""
