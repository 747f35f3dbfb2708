// @ts-check
// What every section of the page has: buttons that do one thing at a time, and a line for the answer.
import { Picker } from './picker.js';

/** @param {string} id */
export function section(id) {
  const root = /** @type {HTMLElement} */ (document.getElementById(id));
  const answer = /** @type {HTMLElement} */ (root.querySelector('.answer'));

  /** @param {string} text @param {'good' | 'bad' | ''} [mood] */
  function say(text, mood = '') {
    answer.textContent = text;
    answer.className = `answer ${mood}`;
  }

  /** Shows what went wrong in the words of the service. @param {() => Promise<void>} work */
  async function attempt(work) {
    try {
      await work();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), 'bad');
    }
  }

  /** @param {string} name */
  const button = (name) => /** @type {HTMLButtonElement} */ (root.querySelector(`[data-do="${name}"]`));

  return {
    root,
    say,
    attempt,
    button,
    /** @param {string} name */
    field: (name) =>
      /** @type {HTMLInputElement & HTMLSelectElement} */ (root.querySelector(`[name="${name}"]`)),
    /** @param {string} name @param {(picture: Blob) => Promise<void>} [changed] */
    picker: (name, changed = async () => {}) =>
      new Picker(
        /** @type {HTMLElement} */ (root.querySelector(`.picker[data-name="${name}"]`)),
        (picture) => void attempt(() => changed(picture)),
      ),
    /** The button rests while its work is done. @param {string} name @param {() => Promise<void>} work */
    on(name, work) {
      const pressed = button(name);
      pressed.addEventListener('click', async () => {
        pressed.disabled = true;
        await attempt(work);
        pressed.disabled = false;
      });
    },
  };
}

/** When it is drawn, well or not. @param {HTMLImageElement} image @param {Blob} picture */
export async function showBlob(image, picture) {
  const url = URL.createObjectURL(picture);
  await new Promise((resolve) => {
    image.onload = resolve;
    image.onerror = resolve;
    image.src = url;
  });
  URL.revokeObjectURL(url);
  image.hidden = false;
}

/** @param {Record<string, string | Blob>} parts */
export function form(parts) {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts))
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, 'picture');
  return data;
}
