"""What is done to articles: frames in, frames out. Pure: no Prefect, DuckDB, network, files, clock or settings."""
