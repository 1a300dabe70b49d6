// Says that scripts run, and starts GOV.UK's components. A module: nothing inline, so the CSP stays strict.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
initAll()

// What takes a while says so while it takes it.
for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', () => {
    const said = form.querySelector('[data-busy-text]')
    if (said) said.textContent = form.dataset.busy
    form.setAttribute('aria-busy', 'true')
  })
}

// A click anywhere in a row of a sheet's picture chooses the row; the box in its first cell does so without scripts.
for (const row of document.querySelectorAll('.app-sheet--choose tbody tr')) {
  row.addEventListener('click', (event) => {
    if (!event.target.closest('label')) row.querySelector('input').click()
  })
}

// What is wider than the screen begins at its newest part, or at the day that it is about.
for (const wide of document.querySelectorAll('[data-scroll-to]')) {
  wide.scrollLeft = wide.scrollWidth * Number(wide.dataset.scrollTo) - wide.clientWidth * 0.6
}

// The error summary takes the focus, so that a keyboard or screen reader lands on what went wrong.
document.querySelector('.govuk-error-summary')?.focus()
