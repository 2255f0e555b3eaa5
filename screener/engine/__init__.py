"""The rules themselves, free of this site: facts, conditions, rule sets, and what answers come to under one."""
