"""What a reader is sent to check, and what comes back of it: `manage.py review`.

    showing.py       an item as a person reads it: its words in the open, what it does in small letters below
    open_points.py   what the safety log leaves to a clinician
    sections.py      in which order a clinician reads, and how long each part takes
    tasks.py         what a lay reader is asked to do on the site
    packet.py        the numbered items of a packet, its manifest, and what stands around them
    printing.py      a packet as a PDF (packet.typ) and as one HTML file (templates/review/packet.html)
    entering.py      what came back, as a file of the ledger

A packet speaks English around the items, whatever their language is: nothing in this folder is a text of the site.
"""
