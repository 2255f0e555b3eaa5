"""Who checked what: a review is a file, and holds for exactly the words that were read.

    items.py        what can be read and signed, as plain lines, and the hash of those lines
    ledger.py       the reviews in reviews/*.toml, each refused in words unless all of it can be shown to be true
    signatures.py   signatures that stand beside a review
    standing.py     how an item, or what is made of several, stands: checked by whom, changed since, or not yet checked

reviews/words/ keeps the lines that were read, so that what has changed since can be shown.
"""
