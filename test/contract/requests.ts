// A request that each call answers, and for each code that a caller alone brings about a request that does.
import type { Code } from '../../functions/http/failures.ts';
import type { Operation } from '../../scripts/fuzz/document.ts';
import { embedding } from '../fakes/faces.ts';
import { FILES, URLS } from './files.ts';

/** What is sent: a body is JSON unless it is a form or bytes. */
export type Sent = readonly [path: string, body?: object, headers?: Record<string, string>];

/** An id of a call, the code of its answer, what is sent. */
type Case = readonly [id: string, code: Code, sent: Sent];

/** A style that can be moved, one that was cancelled, a face of `s`, a webhook with a delivery, and a disabled one. */
type Ids = {
  readonly style: string;
  readonly done: string;
  readonly face: string;
  readonly webhook: string;
  readonly disabled: string;
  readonly delivery: string;
};

const side = { embedding: embedding(10), model: 'circle-4' };
const pair = { content: FILES.photo, style: FILES.photo };
const levels = [{ size: 32, iterations: 2 }];
const unit = { options: { unit: 0, target: 'channel', levels } };
const FIRST = '/v1/networks/spots/layers/first';

/** What each call answers with a 2xx; the first request of each is also the one that is broken in every way below. */
export const goodRequests = ({
  style,
  face,
  webhook,
  delivery,
}: Ids): Readonly<Record<string, readonly Sent[]>> => ({
  'POST /v1/detect': [
    ['/v1/detect', { image: FILES.face }],
    ['/v1/detect', { image: URLS.face }],
  ],
  'POST /v1/embed': [['/v1/embed', { image: FILES.face }]],
  'POST /v1/verify': [
    ['/v1/verify', { a: { image: FILES.face }, b: { image: FILES.face } }],
    ['/v1/verify', { a: side, b: { gallery: 'g', subject: 's' } }],
  ],
  'GET /v1/galleries': [['/v1/galleries?limit=1']],
  'PUT /v1/galleries/{gallery}': [
    ['/v1/galleries/g', {}],
    ['/v1/galleries/new', { name: 'New' }],
  ],
  'GET /v1/galleries/{gallery}': [['/v1/galleries/g']],
  'DELETE /v1/galleries/{gallery}': [['/v1/galleries/new']],
  'GET /v1/galleries/{gallery}/subjects': [['/v1/galleries/g/subjects?limit=2']],
  'POST /v1/galleries/{gallery}/subjects/{subject}/faces': [
    ['/v1/galleries/g/subjects/s/faces', { image: FILES.face }],
    ['/v1/galleries/g/subjects/s19/faces', { faces: [side, { image: FILES.nobody }] }],
  ],
  'GET /v1/galleries/{gallery}/subjects/{subject}': [['/v1/galleries/g/subjects/s']],
  'PATCH /v1/galleries/{gallery}/subjects/{subject}': [['/v1/galleries/g/subjects/s', { name: 'S' }]],
  'POST /v1/galleries/{gallery}/recognize': [
    ['/v1/galleries/g/recognize', { image: FILES.face }],
    ['/v1/galleries/g/recognize', side],
  ],
  'POST /v1/galleries/{gallery}/calibrate': [['/v1/galleries/g/calibrate', { fpir: 0.5 }]],
  'DELETE /v1/galleries/{gallery}/subjects/{subject}/faces/{face}': [
    [`/v1/galleries/g/subjects/s/faces/${face}`],
  ],
  'DELETE /v1/galleries/{gallery}/subjects/{subject}': [['/v1/galleries/g/subjects/s18']],
  'POST /v1/styles': [
    ['/v1/styles', { ...pair, options: { levels } }],
    ['/v1/styles', { style: FILES.tune, options: { levels: [{ size: 2_000, iterations: 1 }] } }],
    ['/v1/styles', { style: [URLS.tune], options: { levels: [{ size: 2_000, iterations: 1 }] } }],
    ['/v1/styles', { style: FILES.volume, options: { levels: [{ size: 8, iterations: 1 }] } }],
  ],
  'POST /v1/styles/estimate': [['/v1/styles/estimate', { ...pair, options: { levels } }]],
  'GET /v1/styles': [['/v1/styles']],
  'GET /v1/styles/{style}': [[`/v1/styles/${style}`]],
  'POST /v1/styles/{style}/steps': [[`/v1/styles/${style}/steps`, { from: 0, iterations: 2 }]],
  'GET /v1/styles/{style}/image': [
    [`/v1/styles/${style}/image`],
    [`/v1/styles/${style}/image?format=jpeg`],
    [`/v1/styles/${style}/image`, undefined, { Accept: 'image/webp' }],
  ],
  'GET /v1/styles/{style}/result': [[`/v1/styles/${style}/result`]],
  'GET /v1/styles/{style}/losses': [[`/v1/styles/${style}/losses?from=0`]],
  'GET /v1/styles/{style}/events': [[`/v1/styles/${style}/events`]],
  'POST /v1/styles/{style}/fork': [[`/v1/styles/${style}/fork`, { options: { beta: 3 } }]],
  'POST /v1/styles/{style}/cancel': [[`/v1/styles/${style}/cancel`]],
  'DELETE /v1/styles/{style}': [[`/v1/styles/${style}`]],
  'GET /v1/networks': [['/v1/networks']],
  'GET /v1/networks/{network}/layers': [['/v1/networks/spots/layers']],
  'POST /v1/networks/{network}/layers/{layer}/patches': [
    [`${FIRST}/patches`, { image: FILES.photo, units: '0' }],
    [`${FIRST}/patches?as=png`, { image: FILES.photo, units: '0' }],
  ],
  'POST /v1/networks/{network}/layers/{layer}/activations': [
    [`${FIRST}/activations`, { image: FILES.photo }],
    [`${FIRST}/activations?as=json`, { image: FILES.photo }],
  ],
  'GET /v1/networks/{network}/layers/{layer}/filters': [['/v1/networks/spots/layers/first_sum/filters']],
  'POST /v1/networks/{network}/layers/{layer}/maximise': [[`${FIRST}/maximise`, unit]],
  'POST /v1/networks/{network}/layers/{layer}/maximise/estimate': [[`${FIRST}/maximise/estimate`, unit]],
  'GET /v1/galleries/{gallery}/subjects/{subject}/export': [['/v1/galleries/g/subjects/s/export']],
  'POST /v1/webhooks': [['/v1/webhooks', { url: 'https://example.com/hook' }]],
  'GET /v1/webhooks': [['/v1/webhooks']],
  'GET /v1/webhooks/{webhook}': [[`/v1/webhooks/${webhook}`]],
  'PATCH /v1/webhooks/{webhook}': [
    [`/v1/webhooks/${webhook}`, { url: 'https://example.com/other', description: 'Other' }],
  ],
  'POST /v1/webhooks/{webhook}/rotate': [[`/v1/webhooks/${webhook}/rotate`]],
  'POST /v1/webhooks/{webhook}/test': [[`/v1/webhooks/${webhook}/test`]],
  'GET /v1/webhooks/{webhook}/deliveries': [[`/v1/webhooks/${webhook}/deliveries`]],
  'GET /v1/webhooks/{webhook}/deliveries/{delivery}': [[`/v1/webhooks/${webhook}/deliveries/${delivery}`]],
  'POST /v1/webhooks/{webhook}/deliveries/{delivery}/redeliver': [
    [`/v1/webhooks/${webhook}/deliveries/${delivery}/redeliver`],
  ],
  'DELETE /v1/webhooks/{webhook}': [[`/v1/webhooks/${webhook}`]],
  'GET /v1/audit': [['/v1/audit?limit=3']],
  'GET /v1/health': [['/v1/health']],
  'GET /v1/health/ready': [['/v1/health/ready']],
  'GET /v1/models': [['/v1/models']],
});

/** A body with that picture where one is wanted. */
export const WITH_PICTURE: Readonly<Record<string, (image: string) => object>> = {
  'POST /v1/detect': (image) => ({ image, on_multiple: 'error' }),
  'POST /v1/embed': (image) => ({ image, on_multiple: 'error' }),
  'POST /v1/verify': (image) => ({ a: { image }, b: { image: FILES.face }, on_multiple: 'error' }),
  'POST /v1/galleries/{gallery}/recognize': (image) => ({ image, on_multiple: 'error' }),
  'POST /v1/styles': (image) => ({ style: image, options: { levels } }),
  'POST /v1/styles/estimate': (image) => ({ style: image, options: { levels } }),
  'POST /v1/networks/{network}/layers/{layer}/patches': (image) => ({ image }),
  'POST /v1/networks/{network}/layers/{layer}/activations': (image) => ({ image }),
  'POST /v1/networks/{network}/layers/{layer}/maximise': (image) => ({ image, ...unit }),
  'POST /v1/networks/{network}/layers/{layer}/maximise/estimate': (image) => ({ image, ...unit }),
};

export const OF_PICTURES: Partial<Record<Code, string>> = {
  picture_empty: FILES.empty,
  picture_type_unsupported: FILES.text,
  picture_too_large: FILES.huge,
  picture_broken: FILES.cut,
  picture_url_refused: URLS.refused,
  picture_unreachable: URLS.nothing,
  no_face: FILES.nobody,
  multiple_faces: FILES.faces,
  sound_type_unsupported: FILES.manyChannels,
  sound_broken: FILES.cutTune,
  volume_type_unsupported: FILES.colourVolume,
  volume_too_large: FILES.hugeVolume,
  volume_broken: FILES.cutVolume,
};

const nobody = { gallery: 'none', subject: 's' };
const other = { embedding: embedding(1), model: 'other-4' };

/** What a caller alone brings about. */
/** Of calls on a layer. */
const BODIES: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(
    goodRequests({ style: '', done: '', face: '', webhook: '', disabled: '', delivery: '' }),
  ).map(([id, [[, body]]]) => [id, body ?? {}]),
);

export const badRequests = (
  { done, webhook, disabled, delivery }: Ids,
  operations: readonly Operation[],
): readonly Case[] => [
  ...['gallery_not_found', 'subject_not_found'].map((code, i) => {
    const b = i === 0 ? nobody : { gallery: 'g', subject: 'none' };
    return ['POST /v1/verify', code as Code, ['/v1/verify', { a: side, b }]] as const;
  }),
  ['POST /v1/verify', 'encoder_mismatch', ['/v1/verify', { a: side, b: other }]],
  ['POST /v1/verify', 'embedding_invalid', ['/v1/verify', { a: { ...side, embedding: [0, 0] }, b: side }]],
  ['POST /v1/verify', 'head_missing', ['/v1/verify', { a: side, b: side, method: 'logistic' }]],
  ['POST /v1/verify', 'threshold_unsupported', ['/v1/verify', { a: side, b: side, fmr: 1e-9 }]],
  [
    'POST /v1/verify',
    'calibration_missing',
    ['/v1/verify', { a: side, b: { gallery: 'kept', subject: 't' }, fmr: 0.01, curve: 'gallery' }],
  ],
  ['POST /v1/verify', 'nothing_enrolled', ['/v1/verify', { a: side, b: { gallery: 'kept', subject: 'u' } }]],
  ['PUT /v1/galleries/{gallery}', 'encoder_mismatch', ['/v1/galleries/g', { model: 'other-4' }]],
  ['PUT /v1/galleries/{gallery}', 'search_mismatch', ['/v1/galleries/g', { search: 'pgvector' }]],
  ['PUT /v1/galleries/{gallery}', 'search_unsupported', ['/v1/galleries/none', { search: 'pgvector' }]],
  ['GET /v1/galleries/{gallery}', 'gallery_not_found', ['/v1/galleries/none']],
  ['DELETE /v1/galleries/{gallery}', 'gallery_not_found', ['/v1/galleries/none']],
  ['GET /v1/galleries/{gallery}/subjects', 'gallery_not_found', ['/v1/galleries/none/subjects']],
  ...(
    [
      ['gallery_not_found', '/v1/galleries/none/subjects/s/export'],
      ['subject_not_found', '/v1/galleries/g/subjects/none/export'],
    ] as const
  ).map(([code, path]): Case => ['GET /v1/galleries/{gallery}/subjects/{subject}/export', code, [path]]),
  ...operations
    .filter(({ path, codes }) => path.includes('{webhook}') && codes.has('webhook_not_found'))
    .flatMap(({ id, path, codes }): Case[] => {
      const at = (hook: string, sent: string): Sent => [
        path.replace('{webhook}', hook).replace('{delivery}', sent),
        id.startsWith('PATCH') ? { description: null } : undefined,
      ];
      return [
        [id, 'webhook_not_found', at('none', delivery)],
        ...(codes.has('delivery_not_found')
          ? [[id, 'delivery_not_found', at(webhook, 'none')] as const]
          : []),
        ...(codes.has('webhook_disabled') && !path.includes('{delivery}')
          ? [[id, 'webhook_disabled', at(disabled, delivery)] as const]
          : []),
      ];
    }),
  ...['GET', 'PATCH', 'DELETE'].flatMap((method) =>
    [
      ['gallery_not_found', '/v1/galleries/none/subjects/s'] as const,
      ['subject_not_found', '/v1/galleries/g/subjects/none'] as const,
    ].map(
      ([code, path]): Case => [
        `${method} /v1/galleries/{gallery}/subjects/{subject}`,
        code,
        [path, method === 'PATCH' ? { name: null } : undefined],
      ],
    ),
  ),
  ...(
    [
      ['gallery_not_found', '/v1/galleries/none/subjects/s/faces/f'],
      ['face_not_found', '/v1/galleries/g/subjects/s/faces/none'],
    ] as const
  ).map(
    ([code, path]): Case => ['DELETE /v1/galleries/{gallery}/subjects/{subject}/faces/{face}', code, [path]],
  ),
  ...(
    [
      ['gallery_not_found', 'none', side],
      ['encoder_mismatch', 'g', other],
      ['nothing_enrolled', 'g', { image: FILES.nobody }],
    ] as const
  ).map(
    ([code, gallery, body]): Case => [
      'POST /v1/galleries/{gallery}/subjects/{subject}/faces',
      code,
      [`/v1/galleries/${gallery}/subjects/s/faces`, body],
    ],
  ),
  ...(
    [
      ['gallery_not_found', 'none', side],
      ['gallery_empty', 'empty', side],
      ['encoder_mismatch', 'g', other],
      ['embedding_invalid', 'g', { ...side, embedding: [0, 0] }],
      ['threshold_unsupported', 'g', { ...side, fpir: 1e-9 }],
      ['calibration_missing', 'kept', { ...side, fpir: 0.1, curve: 'gallery' }],
    ] as const
  ).map(
    ([code, gallery, body]): Case => [
      'POST /v1/galleries/{gallery}/recognize',
      code,
      [`/v1/galleries/${gallery}/recognize`, body],
    ],
  ),
  ...(
    [
      ['gallery_not_found', 'none', {}],
      ['gallery_empty', 'empty', {}],
      ['threshold_unsupported', 'g', { fpir: 1e-6 }],
    ] as const
  ).map(
    ([code, gallery, body]): Case => [
      'POST /v1/galleries/{gallery}/calibrate',
      code,
      [`/v1/galleries/${gallery}/calibrate`, body],
    ],
  ),
  ...operations
    .filter(({ path, codes }) => path.includes('{style}') && codes.has('style_not_found'))
    .map(
      ({ id, path }): Case => [
        id,
        'style_not_found',
        [path.replace('{style}', 'none'), /steps/.test(path) ? { from: 0, iterations: 1 } : undefined],
      ],
    ),
  ['POST /v1/styles/{style}/steps', 'style_ahead', [`/v1/styles/${done}/steps`, { from: 9, iterations: 1 }]],
  ['POST /v1/styles/{style}/steps', 'style_ended', [`/v1/styles/${done}/steps`, { from: 0, iterations: 1 }]],
  ...['', '/estimate'].flatMap((at): Case[] => [
    [`POST /v1/styles${at}`, 'style_too_large', [`/v1/styles${at}`, { ...pair, options: { size: 512 } }]],
    [
      `POST /v1/styles${at}`,
      'layer_unknown',
      [`/v1/styles${at}`, { style: FILES.tune, options: { style: { none: 1 } } }],
    ],
  ]),
  [
    'POST /v1/styles/{style}/fork',
    'style_too_large',
    [`/v1/styles/${done}/fork`, { options: { size: 512 } }],
  ],
  ...operations
    .filter(({ codes }) => codes.has('network_not_found'))
    .flatMap(({ id, path, codes }): Case[] => {
      const at = (network: string, layer: string): Sent => [
        path.replace('{network}', network).replace('{layer}', layer),
        id.startsWith('GET') ? undefined : (BODIES[id] ?? {}),
      ];
      const layer = codes.has('layer_not_found');
      return [
        [id, 'network_not_found', at('none', 'first')],
        ...(layer ? [[id, 'layer_not_found', at('spots', 'none')] as const] : []),
      ];
    }),
  ...['patches', 'activations'].flatMap((what): Case[] => {
    const id = `POST /v1/networks/{network}/layers/{layer}/${what}`;
    return [
      [id, 'picture_too_small', [`${FIRST}/${what}`, { image: FILES.dot }]],
      [id, 'no_face', [`/v1/networks/face-spots/layers/first/${what}`, { image: FILES.nobody }]],
    ];
  }),
  ...['', '/estimate'].flatMap((at): Case[] => {
    const id = `POST /v1/networks/{network}/layers/{layer}/maximise${at}`;
    const path = `${FIRST}/maximise${at}`;
    return [
      [id, 'unit_dead', [path, { options: { unit: 1, target: 'channel', levels } }]],
      [id, 'style_too_large', [path, { options: { size: 512 } }]],
    ];
  }),
];
