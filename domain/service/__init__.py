"""Registered services: our mirror of the state register of social service providers."""
