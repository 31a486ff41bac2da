"""Settings, wiring, transports and the command line: the only layer that knows the process."""
