"""Reports as files: what stands on the screen, all rows, with both dates and what the columns mean."""
