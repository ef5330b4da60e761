"""When and where: sources, store, settings, steps, the Prefect flow and the command line. No data logic."""
