"""Runs `python -m ops.bench [ack] [queue] [answer] [calls] [memory] [prompt] [--quick] [--json FILE]`."""

from ops.bench.run import main

if __name__ == "__main__":
    main()
