"""The rule language: YAML text to documents, documents to a procedure."""
