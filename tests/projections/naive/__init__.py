"""Every report once more, each in one small file: folded by hand from bare JSON events, with no code of a view.

Nor of an aggregate or an event.

Slow and plain on purpose: what a report says must follow from the entries in a way that anybody can read in a minute.
`on` is the day asked for as ISO text; of what the entries say only that counts which had effect by then, or whose day
nobody knows. A report is a dictionary: the key of a line, and its cells as plain values.
"""
