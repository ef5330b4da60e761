"""Servers on loopback that tests fetch from."""
