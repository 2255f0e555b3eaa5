"""What axe looks for, and how it is asked."""

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The second leaves what is below 4.5 to 1 to the first.
COLOR_RULES = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
ALL_RULES = {"runOnly": {"type": "tag", "values": TAGS}}
COLORS = {"runOnly": {"type": "rule", "values": COLOR_RULES}}
BUT_COLORS = {**ALL_RULES, "rules": {name: {"enabled": False} for name in COLOR_RULES}}

# In all that `where` finds, and in all below. preload is for style sheets of other hosts, which this site has none of.
RUN_AXE = """({rules, where}) => axe.run(where || document, {...rules, resultTypes: ["violations"], preload: false})
    .then(({violations}) =>
        violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html} (${node.target})`)))"""
