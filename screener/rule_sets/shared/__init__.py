"""What the rule sets share: the outcomes, the limits, the questions, the help lines, and what comes before the points."""
