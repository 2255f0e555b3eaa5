"""The guide for the visit: a summary laid out, as a page and as a PDF."""
