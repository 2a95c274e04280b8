"""Reads OpenAPI documents: text in, plain data out, without the ORM."""
