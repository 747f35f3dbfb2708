// @ts-check
// Every layer of a network, and a picture as a layer answers to it.
import { blob, call } from './api.js';
import { form, section, showBlob } from './section.js';

/** The first units of a layer that are shown: as many as fit a phone's width eight by eight. */
const SHOWN_UNITS = 64;

export function layers() {
  const { root, say, field, picker, attempt } = section('inside');
  const select = field('network');
  const body = /** @type {HTMLElement} */ (root.querySelector('tbody'));
  const image = /** @type {HTMLImageElement} */ (root.querySelector('.maps'));
  const caption = /** @type {HTMLElement} */ (root.querySelector('figcaption'));
  const seen = picker('seen');
  const path = () => `/v1/networks/${encodeURIComponent(select.value)}/layers`;

  /** @param {{ name: string, shape: readonly number[] }} layer */
  async function look({ name, shape }) {
    if (!seen.picture) return say('A picture is wanted.', 'bad');
    say(`${name} looks at the picture.`);
    const units = Math.min(SHOWN_UNITS, shape[1]);
    const parts = form({ image: seen.picture, units: `0-${units - 1}` });
    await showBlob(image, await blob('POST', `${path()}/${encodeURIComponent(name)}/activations`, parts));
    image.alt = `The picture as ${units} units of ${name} answer to it`;
    caption.textContent = `${units} of ${shape[1]} units of ${name}; brighter is more.`;
    say('');
  }

  /** @param {any} layer */
  function row(layer) {
    const row = document.createElement('tr');
    const name = Object.assign(document.createElement('th'), { scope: 'row' });
    const button = Object.assign(document.createElement('button'), { type: 'button', className: 'plain' });
    button.textContent = layer.name;
    button.addEventListener('click', () => attempt(() => look(layer)));
    name.append(layer.shape.length === 4 ? button : layer.name);
    const cells = [
      layer.operator,
      layer.shape.join(' x '),
      layer.field ? layer.field.size.join(' x ') : '',
      layer.parameters.toLocaleString('en'),
      layer.dead?.length ?? '',
    ];
    row.append(
      name,
      ...cells.map((text) => Object.assign(document.createElement('td'), { textContent: text })),
    );
    return row;
  }

  async function show() {
    const { layers } = await call('GET', path());
    body.replaceChildren(...layers.map(row));
    say(`${layers.length} layers. Choose a picture, then a layer.`);
  }

  select.addEventListener('change', () => attempt(show));
  void attempt(async () => {
    const { networks } = await call('GET', '/v1/networks');
    select.replaceChildren(...networks.map((/** @type {{ id: string }} */ { id }) => new Option(id, id)));
    if (networks.some((/** @type {{ id: string }} */ { id }) => id === 'inception-v3-mixed2'))
      select.value = 'inception-v3-mixed2';
    await show();
  });
}
