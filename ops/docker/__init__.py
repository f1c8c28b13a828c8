"""Docker: what runs inside the containers beside the product itself."""
