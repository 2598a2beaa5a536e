"""What a hostile world does to a ledger and its read models: delays, deaths, rivals, and schedules drawn by chance.

A sample runs with every other test; `make soak` runs the long form, as long as SOAK_MINUTES says.
"""
