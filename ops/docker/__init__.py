"""The scripts that run in the containers beside the product: health checks, image build, reload."""
