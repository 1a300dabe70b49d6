"""Reports on their way out: making one for somebody's eyes, issuing it for ever, making a long one beside the pages."""
