"""What bin/bench measures, against what, and the data it measures on; no page of ours imports it."""
