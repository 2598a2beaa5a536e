"""What follows from what is recorded: reactions propose work to people, timers record what the law makes happen.

Both are pure: `event → marks and proposals`, `state and day → commands`. Watches that only warn (publication by the
safe day, the next check, retention) are no part of it; they are read from the deadlines.
"""
