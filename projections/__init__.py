"""Read models: what people look at, computed from events alone and disposable at any time."""
