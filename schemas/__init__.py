"""The contract: one pandera model a table, the codebooks with their models, and the errors. No input or output."""
