"""Files of commands and of devices brought in: streamed, in blocks, each line taken or reported."""
