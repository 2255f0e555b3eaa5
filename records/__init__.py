"""What record systems ask for by the standard called Infobutton, of HL7: which pages fit a code of theirs."""
