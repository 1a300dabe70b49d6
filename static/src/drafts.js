// Keeps what is being typed. Without it every form works all the same: what is sent without a session comes back
// after signing in.
const token = () => document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? ''

// What leaves together with its page must be small: browsers let go of 64 kB and no more.
const MOST_ON_LEAVING = 60_000
// How long a person must have stopped typing.
const PAUSE = 1500
const unsaved = new Map()

export function post (address, fields, isLeaving = false) {
  fields.set('csrfmiddlewaretoken', token())
  const body = new URLSearchParams(fields)
  const keepalive = isLeaving && body.toString().length < MOST_ON_LEAVING
  return fetch(address, { method: 'POST', body, credentials: 'same-origin', keepalive })
}

function forget (form) {
  clearTimeout(unsaved.get(form))
  unsaved.delete(form)
}

function save (form, isLeaving) {
  forget(form)
  const fields = new FormData(form)
  for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name)
  fields.set('draft_address', location.pathname + location.search)
  // A draft that could not be kept is no reason to disturb who types: the words are still on the page.
  return post(document.body.dataset.drafts, fields, isLeaving).catch(() => {})
}

export function saveAll (isLeaving = false) {
  for (const form of [...unsaved.keys()]) save(form, isLeaving)
}

// Every form with room for words, a moment after the person stops typing.
for (const form of document.querySelectorAll('form[method="post"]')) {
  if (!form.querySelector('input[name="form_token"]') || !form.querySelector('textarea')) continue
  const later = () => {
    clearTimeout(unsaved.get(form))
    unsaved.set(form, setTimeout(() => save(form), PAUSE))
  }
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  // What is sent is no draft any more.
  form.addEventListener('submit', () => forget(form))
}
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') saveAll(true) })
window.addEventListener('pagehide', () => saveAll(true))
