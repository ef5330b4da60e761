"""Where it ends: one DuckDB file made from the schemas, loaded from batches, checked, published for readers."""
