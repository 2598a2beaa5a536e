"""The inspections of a synthetic region: from the plan to the archive, with every outcome."""
