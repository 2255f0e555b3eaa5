// A page that answers a form stays in the history of this tab with all that was sent, and a browser may write that history
// to disk, to open again where it was. Keep the address alone.
history.replaceState(null, "", location.href);
