"""What record systems get: by HL7 Infobutton the pages that fit a code of theirs; and the page that tells engineers."""
