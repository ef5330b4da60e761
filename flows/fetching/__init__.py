"""Fetching over HTTP: politely, within limits, and with a reason for whatever is not fetched."""
