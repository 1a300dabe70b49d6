// Draws every chart of a page from the JSON beside it. The table next to the chart says the same without this.
for (const place of document.querySelectorAll('[data-chart]')) {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent)
  window.Plotly.newPlot(place, figure.data, figure.layout, {
    displayModeBar: false,
    displaylogo: false,
    responsive: true
  })
}
