"""What an edition says happened, through what and against what: the metrics of its news, and the table of its heads."""
