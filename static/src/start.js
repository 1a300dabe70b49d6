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

// A long list of boxes to tick is found in by typing; what is ticked stands first and stays in sight.
for (const [number, list] of document.querySelectorAll('.app-many').entries()) {
  const legend = list.closest('fieldset')?.querySelector('legend')?.textContent.trim() ?? ''
  const items = [...list.querySelectorAll('.govuk-checkboxes__item')]
  const ticked = (item) => item.querySelector('input').checked
  list.prepend(...items.filter(ticked))
  const find = Object.assign(document.createElement('input'), {
    type: 'text', id: `find-${number}`, className: 'govuk-input app-many__find', autocomplete: 'off',
  })
  const label = Object.assign(document.createElement('label'), {
    htmlFor: find.id, className: 'govuk-label', textContent: 'Find in this list',
  })
  label.append(Object.assign(document.createElement('span'), {
    className: 'govuk-visually-hidden', textContent: `: ${legend}`,
  }))
  const said = Object.assign(document.createElement('p'), { className: 'govuk-visually-hidden' })
  said.setAttribute('role', 'status')
  const none = Object.assign(document.createElement('p'), {
    className: 'govuk-body app-many__none', textContent: 'None found.', hidden: true,
  })
  list.before(label, find, said)
  list.append(none)
  find.addEventListener('input', () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const item of items) {
      const text = item.textContent.toLowerCase()
      item.hidden = !ticked(item) && !words.every((word) => text.includes(word))
      if (!item.hidden) shown += 1
    }
    none.hidden = shown > 0
    said.textContent = `${shown} of ${items.length} shown`
  })
  find.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault() })
}

// Where rows are ticked, a box in the heading ticks all that are shown.
function offerAll() {
  for (const heading of document.querySelectorAll('th.app-choose:not(:has(input))')) {
    const boxes = () => [...heading.closest('table').querySelectorAll('td.app-choose input')]
    if (boxes().length === 0) continue
    const all = Object.assign(document.createElement('input'), {
      type: 'checkbox', id: 'choose-all', className: 'govuk-checkboxes__input',
    })
    const label = Object.assign(document.createElement('label'), {
      htmlFor: all.id, className: 'govuk-label govuk-checkboxes__label',
    })
    label.append(Object.assign(document.createElement('span'), {
      className: 'govuk-visually-hidden', textContent: 'Choose all that are shown',
    }))
    const item = Object.assign(document.createElement('div'), { className: 'govuk-checkboxes__item' })
    item.append(all, label)
    const group = Object.assign(document.createElement('div'), {
      className: 'govuk-checkboxes govuk-checkboxes--small',
    })
    group.append(item)
    heading.replaceChildren(group)
    all.addEventListener('change', () => { for (const box of boxes()) box.checked = all.checked })
  }
}
offerAll()
document.addEventListener('htmx:afterSettle', offerAll)

// What is wider than the screen begins at its newest part, or at the day that it is about.
for (const wide of document.querySelectorAll('[data-scroll-to]')) {
  wide.scrollLeft = wide.scrollWidth * Number(wide.dataset.scrollTo) - wide.clientWidth * 0.6
}

// The error summary takes the focus, so that a keyboard or screen reader lands on what went wrong.
document.querySelector('.govuk-error-summary')?.focus()
