// What was sent with a refused form stays in the history of this tab, which a browser may write to disk. Forget it.
history.replaceState(null, "", location.href);
