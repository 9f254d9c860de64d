"""The whole way from files to figures in a browser, on this machine alone."""
