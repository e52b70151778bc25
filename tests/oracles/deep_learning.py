"""The variances of layers against simulation-free reference values of SciPy."""
