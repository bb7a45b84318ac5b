"""``python -m debar``: the command line."""

from debar.cli.app import main

main()
