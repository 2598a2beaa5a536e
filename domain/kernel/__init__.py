"""The kernel: what every aggregate is made of, and nothing of the business itself."""
