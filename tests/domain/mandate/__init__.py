"""Tests of the mandate."""
