// Warns two minutes before the person is signed out, with a button that goes on (WCAG 2.2.1). Without it they are asked
// to sign in when they send something, and nothing is lost.
import { post, saveAll } from './drafts.js'

const body = document.body
const WARNING = 120
const dialog = document.getElementById('session-warning')
const title = document.getElementById('session-warning-title')
const [soon, over, left, said] = ['soon', 'over', 'left', 'said'].map(name => dialog.querySelector(`[data-session-${name}]`))
let ends = Date.now() + Number(body.dataset.sessionSeconds) * 1000
let timer = 0
let isClosed = false
let toldMinutes = 0

const words = seconds => seconds > 60 ? `${Math.ceil(seconds / 60)} minutes` : seconds === 1 ? '1 second' : `${seconds} seconds`

function open () {
  // Shown over the page, which stays as it is behind it; closing it puts the focus back where it was.
  if (!dialog.open) dialog.showModal()
  title.focus()
}

function begin (seconds) {
  ends = Date.now() + seconds * 1000
  isClosed = false
  toldMinutes = 0
  if (dialog.open) dialog.close()
  wait()
}

function wait () {
  clearTimeout(timer)
  const seconds = Math.round((ends - Date.now()) / 1000)
  // A timer that is set for too long fires at once.
  if (seconds > WARNING) timer = setTimeout(wait, Math.min((seconds - WARNING) * 1000, 2 ** 30))
  else if (seconds > 0) ask()
  else finish()
}

async function ask () {
  if (!dialog.open && !isClosed) {
    // Another window may have gone on meanwhile.
    const seconds = await remaining()
    if (seconds > WARNING) return begin(seconds)
    if (seconds !== null) ends = Date.now() + seconds * 1000
    saveAll()
    open()
  }
  const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000))
  left.textContent = words(seconds)
  const minutes = Math.ceil(seconds / 60)
  if (dialog.open && minutes !== toldMinutes) {
    toldMinutes = minutes
    said.textContent = `You will be signed out in ${words(seconds)}.`
  }
  timer = setTimeout(seconds > 0 ? ask : finish, 1000)
}

async function finish () {
  const seconds = await remaining()
  if (seconds > 0) return begin(seconds)
  title.textContent = 'You are signed out'
  soon.hidden = true
  over.hidden = false
  said.textContent = 'You are signed out. What you have typed stays on this page.'
  open()
}

async function remaining () {
  try {
    const answer = await fetch(body.dataset.session, { credentials: 'same-origin' })
    return (await answer.json()).seconds
  } catch {
    return null
  }
}

dialog.querySelector('[data-session-go-on]').addEventListener('click', async () => {
  try {
    const answer = await post(body.dataset.session, new FormData())
    if (answer.ok) return begin((await answer.json()).seconds)
  } catch {
    said.textContent = 'The server could not be reached. Try again.'
    return
  }
  finish()
})
function putAway () {
  isClosed = true
  dialog.close()
}
for (const button of dialog.querySelectorAll('[data-session-close]')) button.addEventListener('click', putAway)
dialog.addEventListener('cancel', putAway)
// A page that comes back from the browser's memory asks how long there is.
window.addEventListener('pageshow', async event => {
  if (!event.persisted) return
  const seconds = await remaining()
  if (seconds !== null) begin(seconds)
})
wait()
