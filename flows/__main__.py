"""`python -m flows` is `stancehouse`."""

from flows.cli import main

if __name__ == "__main__":
    main()
