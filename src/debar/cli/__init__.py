"""The command line: one module per command, no logic of its own. Data on stdout, talk on stderr."""
