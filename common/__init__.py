"""What every part of the project needs to reach a warehouse and a graph, wherever they run."""
