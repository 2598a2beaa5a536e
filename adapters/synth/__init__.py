"""A synthetic region from 2016 to 2025: services, tenders, contracts, mandates, inspections, their money, the mess.

Nobody in it exists, and every entry says so: the source is a "synthetic region", providers are "Synthetic provider 17",
numbers come from ranges that nobody uses. The same seed gives the same region, and more contracts of the same seed
contain the fewer. Begin with `region.py`, which says what a region is made of, then read any file in `lives/`: each
tells one kind of life from its beginning to its end.
"""
