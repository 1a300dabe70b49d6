"""Charts from plain rows, drawn by plotly.js in the browser. No query, no template; one module a chart."""
