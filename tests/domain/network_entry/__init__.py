"""Tests of the basic network."""
