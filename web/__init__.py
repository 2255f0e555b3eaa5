"""The ground floor: what knows nothing of this site, its pages or its rules, and what all else may use."""
