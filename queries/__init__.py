"""The school's standard questions, each as a pair of files that give the same answer."""
