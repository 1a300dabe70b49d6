"""Reports on their way out: making one for a viewer, issuing it for ever, making a long one beside the pages."""
