// @ts-check
// The page: asks for a key where the service wants one, then brings its sections to life.
import { call, Problem, useKey } from './api.js';
import { people, verify } from './faces.js';
import { layers } from './layers.js';
import { style } from './style.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('key'));

async function begin() {
  try {
    await call('GET', '/v1/models');
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    form.hidden = false;
    return false;
  }
  form.hidden = true;
  verify();
  people();
  style();
  layers();
  document.documentElement.dataset.ready = 'true';
  return true;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  useKey(String(new FormData(form).get('key')));
  if (!(await begin())) form.reset();
});

void begin();
