// `npx tsx scripts/record-examples.ts`: writes functions/http/examples.json, a request and an answer of every call, by
// making the calls on the service itself; pictures are left out and long lists are cut.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { shortened } from './client/shortened.ts';
import { openService } from './open-service.ts';

const SAMPLES = 'node_modules/@vladmandic/face-api/demo';

let ids = 0;
const app = await openService({
  now: () => Date.UTC(2026, 0, 31, 12),
  randomId: () => `5c0f9a1e7b3d4f62${(++ids).toString(16).padStart(16, '0')}`,
});
const [one, other] = await Promise.all(
  [1, 3].map(async (sample) => (await readFile(`${SAMPLES}/sample${sample}.jpg`)).toString('base64')),
);

const examples: Record<string, Record<string, unknown>> = {};

/** `id`: as the document names the call. Answers what it was answered. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the call answers
async function recorded(id: string, path: string, body?: object): Promise<any> {
  const [method] = id.split(' ');
  const headers: Record<string, string> = body ? { 'Content-Type': 'application/json' } : {};
  const response = await app.request(path, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  const type = response.headers.get('Content-Type')?.split(';')[0] ?? '';
  examples[id] ??= body ? { request: shortened(body) } : {};
  if (type === 'application/json') {
    const answer = await response.json();
    examples[id][response.status] = shortened(answer);
    return answer;
  }
  if (type === 'text/event-stream') examples[id][200] = shortenedEvents(await response.text());
  return undefined;
}

/** The first of them, and the end. */
function shortenedEvents(text: string): string {
  const blocks = text
    .trim()
    .split('\n\n')
    .map((block) =>
      block.replace(/^data: (.*)$/m, (_, data) => `data: ${JSON.stringify(shortened(JSON.parse(data)))}`),
    );
  return `${[blocks[0], blocks.at(-1)].join('\n\n')}\n\n`;
}

const friends = '/v1/galleries/friends';
await recorded('GET /v1/health', '/v1/health');
await recorded('GET /v1/health/ready', '/v1/health/ready');
await recorded('GET /v1/models', '/v1/models');
await recorded('POST /v1/detect', '/v1/detect', { image: one, on_multiple: 'largest' });
const { model, faces } = await recorded('POST /v1/embed', '/v1/embed', {
  image: one,
  on_multiple: 'largest',
});
await recorded('POST /v1/verify', '/v1/verify', { a: { image: one }, b: { image: other }, fmr: 0.001 });
await recorded('PUT /v1/galleries/{gallery}', friends, { name: 'Friends', retention_days: 365 });
await recorded('PUT /v1/galleries/{gallery}', friends, { name: 'Friends', retention_days: 365 });
const enrolled = await recorded(
  'POST /v1/galleries/{gallery}/subjects/{subject}/faces',
  `${friends}/subjects/ada/faces`,
  {
    image: one,
    name: 'Ada Lovelace',
    on_multiple: 'largest',
    consent: { given_at: '2026-01-31T12:00:00Z', reference: 'terms-2026-01' },
  },
);
// Strangers around her, so that there is something to measure.
const vector: number[] = faces[0].embedding;
for (let i = 0; i < 30; i++) {
  const turned = vector.map(
    (value, axis) => value * (axis % 2 ? 1 : -1) + Math.sin(i * 7.3 + axis * (i + 1)) / 8,
  );
  const norm = Math.hypot(...turned);
  await app.request(`${friends}/subjects/guest-${i}/faces`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model, embedding: turned.map((value) => value / norm) }),
  });
}
await recorded('POST /v1/galleries/{gallery}/calibrate', `${friends}/calibrate`, { fpir: 0.2 });
await recorded('GET /v1/galleries', '/v1/galleries');
await recorded('GET /v1/galleries/{gallery}', friends);
await recorded('GET /v1/galleries/{gallery}/subjects', `${friends}/subjects?limit=2`);
await recorded('GET /v1/galleries/{gallery}/subjects/{subject}', `${friends}/subjects/ada`);
await recorded('GET /v1/galleries/{gallery}/subjects/{subject}/export', `${friends}/subjects/ada/export`);
await recorded('PATCH /v1/galleries/{gallery}/subjects/{subject}', `${friends}/subjects/ada`, {
  name: 'Ada King',
});
await recorded('POST /v1/galleries/{gallery}/recognize', `${friends}/recognize`, {
  image: other,
  on_multiple: 'largest',
  max_candidates: 2,
});
await recorded(
  'DELETE /v1/galleries/{gallery}/subjects/{subject}/faces/{face}',
  `${friends}/subjects/ada/faces/${enrolled.enrolled[0].id}`,
);
await recorded('DELETE /v1/galleries/{gallery}/subjects/{subject}', `${friends}/subjects/ada`);
await recorded('GET /v1/audit', '/v1/audit?limit=2');
await recorded('DELETE /v1/galleries/{gallery}', friends);

const levels = [{ size: 64, iterations: 3 }];
const transfer = { content: one, style: other, options: { levels } };
await recorded('POST /v1/styles/estimate', '/v1/styles/estimate', transfer);
const { id } = await recorded('POST /v1/styles', '/v1/styles', transfer);
const style = `/v1/styles/${id}`;
await recorded('POST /v1/styles/{style}/steps', `${style}/steps`, { from: 0, iterations: 2 });
await recorded('GET /v1/styles', '/v1/styles');
await recorded('GET /v1/styles/{style}', style);
await recorded('GET /v1/styles/{style}/losses', `${style}/losses`);
await recorded('POST /v1/styles/{style}/fork', `${style}/fork`, { options: { beta: 40 } });
await recorded('POST /v1/styles/{style}/cancel', `${style}/cancel`);
await recorded('GET /v1/styles/{style}/events', `${style}/events`);
await recorded('DELETE /v1/styles/{style}', style);

const layer = '/v1/networks/inception-v3-mixed2/layers/activation_5';
const at = 'POST /v1/networks/{network}/layers/{layer}';
await recorded('GET /v1/networks', '/v1/networks');
await recorded('GET /v1/networks/{network}/layers', '/v1/networks/inception-v3-mixed2/layers');
await recorded(`${at}/patches`, `${layer}/patches`, { image: one, units: '15', size: 128 });
await recorded(`${at}/activations`, `${layer}/activations`, {
  image: one,
  units: '15',
  size: 128,
  as: 'json',
});
const unit = { options: { unit: 15, levels } };
await recorded(`${at}/maximise/estimate`, `${layer}/maximise/estimate`, unit);
await recorded(`${at}/maximise`, `${layer}/maximise`, unit);

const hook = await recorded('POST /v1/webhooks', '/v1/webhooks', {
  url: 'https://example.com/hooks/likeness',
  events: ['subject.enrolled'],
});
const webhook = `/v1/webhooks/${hook.id}`;
await recorded('GET /v1/webhooks', '/v1/webhooks');
await recorded('GET /v1/webhooks/{webhook}', webhook);
await recorded('PATCH /v1/webhooks/{webhook}', webhook, { events: ['*'] });
await recorded('POST /v1/webhooks/{webhook}/rotate', `${webhook}/rotate`);
await recorded('POST /v1/webhooks/{webhook}/test', `${webhook}/test`);
const { deliveries } = await recorded('GET /v1/webhooks/{webhook}/deliveries', `${webhook}/deliveries`);
const sent = `${webhook}/deliveries/${deliveries[0].id}`;
await recorded('GET /v1/webhooks/{webhook}/deliveries/{delivery}', sent);
await recorded('POST /v1/webhooks/{webhook}/deliveries/{delivery}/redeliver', `${sent}/redeliver`);

const file = fileURLToPath(new URL('../functions/http/examples.json', import.meta.url));
await writeFile(file, `${JSON.stringify(examples, null, 1)}\n`);
console.log(file);
process.exit(0); // sessions stay open
