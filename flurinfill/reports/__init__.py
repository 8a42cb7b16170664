"""What leaves the house: the gate, then papers, maps, sheets and files for other programs."""
