"""Kronika over HTTP, as programs and devices meet it."""
