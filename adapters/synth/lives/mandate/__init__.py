"""The life of a mandate: `plan` and `years` say what will happen, other modules tell it, `life` puts it together."""
