"""For whoever runs the server: health, readiness, metrics."""
