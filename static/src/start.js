// Says that scripts run, and starts GOV.UK's components. A module: nothing inline, so the CSP stays strict.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
initAll()

// The error summary takes the focus, so that a keyboard or screen reader lands on what went wrong.
document.querySelector('.govuk-error-summary')?.focus()
