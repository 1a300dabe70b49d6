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

// The error summary takes the focus, so that a keyboard or screen reader lands on what went wrong.
document.querySelector('.govuk-error-summary')?.focus()
