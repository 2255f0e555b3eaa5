"""The clinics that link to this site: a file each, its logo beside it, and what reads them."""
