"""The shapes of what people type. A form checks and never saves."""
