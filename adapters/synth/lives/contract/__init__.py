"""The life of a contract: `life.py` tells it whole, each other module one part of it."""
