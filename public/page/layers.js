// @ts-check
// Every layer of a network.
import { call } from './api.js';
import { section } from './section.js';

export function layers() {
  const { root, say, field, attempt } = section('inside');
  const select = field('network');
  const body = /** @type {HTMLElement} */ (root.querySelector('tbody'));

  async function show() {
    const { layers } = await call('GET', `/v1/networks/${encodeURIComponent(select.value)}/layers`);
    body.replaceChildren(
      ...layers.map((/** @type {any} */ layer) => {
        const row = document.createElement('tr');
        const cells = [
          layer.name,
          layer.operator,
          layer.shape.join(' x '),
          layer.field ? layer.field.size.join(' x ') : '',
          layer.parameters.toLocaleString('en'),
          layer.dead?.length ?? '',
        ];
        row.append(
          ...cells.map((text, i) =>
            Object.assign(document.createElement(i === 0 ? 'th' : 'td'), { textContent: text }),
          ),
        );
        return row;
      }),
    );
    say(`${layers.length} layers.`);
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
