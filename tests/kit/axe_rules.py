"""What axe looks for, and how it is asked."""

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {"type": "tag", "values": TAGS}
# What the dark colors could break; 7 to 1 holds 4.5 to 1 in it.
COLORS = {"type": "rule", "values": ["color-contrast-enhanced", "link-in-text-block"]}

# preload is for style sheets of other hosts, which this site has none of.
RUN_AXE = """(runOnly) => axe.run({runOnly, resultTypes: ["violations"], preload: false}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html} (${node.target})`)))"""
