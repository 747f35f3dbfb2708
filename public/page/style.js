// @ts-check
// A style transfer: started, watched while it runs, stopped, gone on with, forked.
import { blob, call, events } from './api.js';
import { drawCurve } from './curve.js';
import { form, section, showBlob } from './section.js';

/** The picture is asked for, and the curve drawn, no more often than this: a small job sends thousands of losses. */
const SHOWN_EVERY_MS = 700;

export function style() {
  const { root, say, picker, on, field, button, attempt } = section('style');
  const [content, painting] = [picker('content'), picker('style')];
  const image = /** @type {HTMLImageElement} */ (root.querySelector('.result'));
  const caption = /** @type {HTMLElement} */ (root.querySelector('figcaption'));
  const curve = /** @type {HTMLCanvasElement} */ (root.querySelector('.curve'));
  /** @type {string | undefined} */
  let job;
  let watching = new AbortController();

  /** @param {boolean} runs */
  function enable(runs) {
    button('start').disabled = false;
    button('stop').disabled = !runs;
    button('resume').disabled = runs || !job;
    button('fork').disabled = !job;
  }

  async function showPicture() {
    if (!job) return;
    await showBlob(image, await blob('GET', `/v1/styles/${job}/image?format=jpeg`));
  }

  /** @param {string} id */
  async function watch(id) {
    watching.abort();
    watching = new AbortController();
    const { signal } = watching;
    job = id;
    /** @type {number[]} */
    const totals = [];
    let [last, shown, iteration, ended] = [-1, 0, 0, false];
    const showLoss = () => {
      const total = totals.at(-1);
      if (total === undefined) return;
      drawCurve(curve, totals, iteration);
      caption.textContent = `Iteration ${iteration}, loss ${total.toPrecision(4)}`;
    };
    enable(true);
    while (!ended && !signal.aborted)
      for await (const { event, id: index, data } of events(`/v1/styles/${id}/events`, last, signal)) {
        if (event === 'end') {
          ended = true;
          say(data ? `It is ${data.status} after ${data.iteration} iterations.` : 'It was deleted.', 'good');
          break;
        }
        last = index;
        totals.push(data.total);
        iteration = data.iteration;
        if (Date.now() - shown < SHOWN_EVERY_MS) continue;
        shown = Date.now();
        showLoss();
        await showPicture();
      }
    if (signal.aborted) return;
    showLoss();
    await showPicture();
    enable(false);
  }

  /** @param {{ id: string }} made */
  function begin({ id }, about = 'It runs.') {
    say(about);
    void attempt(() =>
      watch(id).catch((error) => {
        if (error.name !== 'AbortError') throw error;
      }),
    );
  }

  const strength = () => Number(field('strength').value);
  on('start', async () => {
    if (!content.picture || !painting.picture) return say('A content and a style are wanted.', 'bad');
    const options = { size: Number(field('size').value), strength: strength() };
    const parts = { content: content.picture, style: painting.picture, options: JSON.stringify(options) };
    const { seconds } = await call('POST', '/v1/styles/estimate', form(parts));
    const made = await call('POST', '/v1/styles', form({ ...parts, auto: 'true' }));
    begin(made, `It runs, and takes about ${Math.ceil(seconds)} s of one core.`);
  });
  button('stop').addEventListener('click', () =>
    attempt(async () => {
      await call('POST', `/v1/styles/${job}/cancel`);
    }),
  );
  button('resume').addEventListener('click', () =>
    attempt(async () => begin(await call('POST', `/v1/styles/${job}/fork`, { auto: true }))),
  );
  button('fork').addEventListener('click', () =>
    attempt(async () =>
      begin(await call('POST', `/v1/styles/${job}/fork`, { auto: true, options: { strength: strength() } })),
    ),
  );
}
