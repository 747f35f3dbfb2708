// @ts-check
// Verify two pictures; enrol people and recognize them.
import { call, Problem } from './api.js';
import { form, section } from './section.js';

export function verify() {
  const { say, picker, on } = section('verify');
  const a = picker('a', async (picture) => a.mark(await facesIn(picture)));
  const b = picker('b', async (picture) => b.mark(await facesIn(picture)));
  on('verify', async () => {
    if (!a.picture || !b.picture) return say('Two pictures are wanted.', 'bad');
    const found = await call('POST', '/v1/verify', form({ a: a.picture, b: b.picture }));
    for (const [picker, side] of /** @type {const} */ ([
      [a, found.a],
      [b, found.b],
    ]))
      if (side.face) picker.mark([{ ...side.face, good: found.same }]);
    const likely = (100 * found.probability).toFixed(2);
    say(
      `${found.same ? 'The same person' : 'Different people'}: distance ${found.distance}, threshold ${found.threshold}, probability ${likely} %.`,
      found.same ? 'good' : 'bad',
    );
  });
}

export function people() {
  const { root, say, picker, on, field, attempt } = section('people');
  const person = picker('person', async (picture) => person.mark(await facesIn(picture)));
  const gallery = () => `/v1/galleries/${encodeURIComponent(field('gallery').value)}`;

  async function show() {
    const list = /** @type {HTMLElement} */ (root.querySelector('.subjects'));
    const { subjects } = await call('GET', `${gallery()}/subjects`).catch(none);
    list.replaceChildren(
      ...subjects.map((/** @type {{ id: string }} */ { id }) => {
        const item = document.createElement('li');
        const forget = document.createElement('button');
        forget.type = 'button';
        forget.className = 'plain';
        forget.textContent = `Forget ${id}`;
        forget.addEventListener('click', () =>
          attempt(async () => {
            await call('DELETE', `${gallery()}/subjects/${encodeURIComponent(id)}`);
            await show();
          }),
        );
        item.append(id, forget);
        return item;
      }),
    );
  }

  field('gallery').addEventListener('change', () => attempt(show));
  on('enrol', async () => {
    const subject = field('subject').value.trim();
    if (!person.picture || subject === '') return say('A picture and a name are wanted.', 'bad');
    await call('PUT', gallery());
    const path = `${gallery()}/subjects/${encodeURIComponent(subject)}/faces`;
    const { enrolled } = await call('POST', path, form({ image: person.picture, on_multiple: 'largest' }));
    if (enrolled[0].face) person.mark([{ ...enrolled[0].face, label: subject, good: true }]);
    say(`${subject} is enrolled.`, 'good');
    await show();
  });
  on('recognize', async () => {
    if (!person.picture) return say('A picture is wanted.', 'bad');
    const { faces } = await call('POST', `${gallery()}/recognize`, form({ image: person.picture }));
    const names = faces.map((/** @type {any} */ { subject }) => subject?.name ?? subject?.id ?? 'unknown');
    person.mark(
      faces.map((/** @type {any} */ found, /** @type {number} */ i) => ({
        ...found.face,
        label: names[i],
        good: found.decision === 'known',
      })),
    );
    say(`${faces.length === 1 ? 'One face' : `${faces.length} faces`}: ${names.join(', ')}.`);
  });
  void attempt(show);
}

/** @param {Blob} picture */
async function facesIn(picture) {
  return (await call('POST', '/v1/detect', form({ image: picture }))).faces;
}

/** A gallery that is not there yet has nobody in it. @param {unknown} error */
function none(error) {
  if (error instanceof Problem && error.code === 'gallery_not_found') return { subjects: [] };
  throw error;
}
