// Draws every chart of a page from the JSON beside it. The table next to the chart says the same without this.

// As wide and high as a slide, in pixels.
const SLIDE = { width: 1280, height: 720 }

const buttons = (place, title) => {
  const row = document.createElement('p')
  row.className = 'govuk-body app-links app-no-print'
  for (const format of ['png', 'svg']) {
    const button = Object.assign(document.createElement('button'), {
      type: 'button', className: 'app-text-button', textContent: `Download the chart as ${format.toUpperCase()}`,
    })
    button.addEventListener('click', () => {
      window.Plotly.downloadImage(place, { format, filename: title, ...SLIDE })
    })
    row.append(button)
  }
  place.after(row)
}

for (const place of document.querySelectorAll('[data-chart]')) {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent)
  window.Plotly.newPlot(place, figure.data, figure.layout, {
    displayModeBar: false,
    displaylogo: false,
    responsive: true
  })
  const heading = document.querySelector('h1')?.textContent.trim().replace(/\s+/g, ' ') ?? 'chart'
  buttons(place, heading.replace(/[^\p{L}\p{N} -]/gu, '').slice(0, 80))
}
