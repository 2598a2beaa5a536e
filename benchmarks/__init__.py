"""What Kronika costs, beside floors and the stock library measured in the same run. `make bench` prints it."""
