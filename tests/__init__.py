"""The tests of Kronika, and the helpers that they share."""
