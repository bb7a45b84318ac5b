"""``python -m debar``: the command line."""

from debar.cli.app import main

if __name__ == "__main__":  # a process that is started for an article imports this too
    main()
