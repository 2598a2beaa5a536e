"""`python -m adapters.cli`: the same as `kronika`."""

from adapters.cli.main import main

main()
