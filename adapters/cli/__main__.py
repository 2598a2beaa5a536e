"""`python -m adapters.cli`: the same as `kronika`."""

from adapters.cli.start import main

main()
