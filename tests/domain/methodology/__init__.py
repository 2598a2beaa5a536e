"""Tests of the yearly methodology."""
