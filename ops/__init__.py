"""What runs the product: the `planner` command, the embedded stores, the stand-ins, containers and benchmarks."""
