"""The guide as data: one document with a schema, tables, and an interface for reading."""
