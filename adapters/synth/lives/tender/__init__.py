"""The life of a tender: `course.py` draws how long it takes, `life.py` tells it."""
