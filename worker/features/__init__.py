"""What the product can do, a package for each capability."""
