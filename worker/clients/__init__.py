"""Clients: the vendors we call, one file each, their errors translated into ours."""
