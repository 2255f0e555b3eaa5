"""Another WSGI application, by the program that serves the site and with its flags: `rivals.serve a.module:name`."""

import sys

from kyphoplasty_site.serving import hold_little_memory, server

if __name__ == "__main__":
    hold_little_memory()
    rival = server()
    rival.target = sys.argv[1]
    rival.serve()
