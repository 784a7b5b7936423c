"""Kill, starve and feed rubbish to the program, count what happens, and fail on any loss."""
