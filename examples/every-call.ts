// Made by `npx tsx scripts/client-types.ts` of /openapi.json. Do not edit.
import type { createClient } from 'likeness/client';

/** What the calls are about: two pictures, and ids of earlier answers. */
export type About = Record<'one' | 'other', Blob> & Record<'face' | 'style' | 'webhook' | 'delivery', string>;

/** The calls of docs/calls.md, by method and path. */
export function everyCall(
  likeness: ReturnType<typeof createClient>,
  { one, other, face, style, webhook, delivery }: About,
) {
  return {
    'POST /v1/detect': () =>
      likeness.POST('/v1/detect', { body: { image: one, on_multiple: 'largest' } }),
    'POST /v1/embed': () =>
      likeness.POST('/v1/embed', { body: { image: one, on_multiple: 'largest' } }),
    'POST /v1/verify': () =>
      likeness.POST('/v1/verify', { body: { a: one, b: other, fmr: 0.001 } }),
    'GET /v1/galleries': () =>
      likeness.GET('/v1/galleries'),
    'PUT /v1/galleries/{gallery}': () =>
      likeness.PUT('/v1/galleries/{gallery}', {
        params: { path: { gallery: 'friends' } },
        body: { name: 'Friends', retention_days: 365 },
      }),
    'GET /v1/galleries/{gallery}': () =>
      likeness.GET('/v1/galleries/{gallery}', { params: { path: { gallery: 'friends' } } }),
    'DELETE /v1/galleries/{gallery}': () =>
      likeness.DELETE('/v1/galleries/{gallery}', { params: { path: { gallery: 'friends' } } }),
    'GET /v1/galleries/{gallery}/subjects': () =>
      likeness.GET('/v1/galleries/{gallery}/subjects', { params: { path: { gallery: 'friends' } } }),
    'GET /v1/galleries/{gallery}/subjects/{subject}': () =>
      likeness.GET('/v1/galleries/{gallery}/subjects/{subject}', {
        params: { path: { gallery: 'friends', subject: 'ada' } },
      }),
    'PATCH /v1/galleries/{gallery}/subjects/{subject}': () =>
      likeness.PATCH('/v1/galleries/{gallery}/subjects/{subject}', {
        params: { path: { gallery: 'friends', subject: 'ada' } },
        body: { name: 'Ada King' },
      }),
    'DELETE /v1/galleries/{gallery}/subjects/{subject}': () =>
      likeness.DELETE('/v1/galleries/{gallery}/subjects/{subject}', {
        params: { path: { gallery: 'friends', subject: 'ada' } },
      }),
    'GET /v1/galleries/{gallery}/subjects/{subject}/export': () =>
      likeness.GET('/v1/galleries/{gallery}/subjects/{subject}/export', {
        params: { path: { gallery: 'friends', subject: 'ada' } },
      }),
    'POST /v1/galleries/{gallery}/subjects/{subject}/faces': () =>
      likeness.POST('/v1/galleries/{gallery}/subjects/{subject}/faces', {
        params: { path: { gallery: 'friends', subject: 'ada' } },
        body: {
          image: one,
          name: 'Ada Lovelace',
          on_multiple: 'largest',
          consent: { given_at: '2026-01-31T12:00:00Z', reference: 'terms-2026-01' },
        },
      }),
    'DELETE /v1/galleries/{gallery}/subjects/{subject}/faces/{face}': () =>
      likeness.DELETE('/v1/galleries/{gallery}/subjects/{subject}/faces/{face}', {
        params: { path: { gallery: 'friends', subject: 'ada', face } },
      }),
    'POST /v1/galleries/{gallery}/recognize': () =>
      likeness.POST('/v1/galleries/{gallery}/recognize', {
        params: { path: { gallery: 'friends' } },
        body: { image: one, on_multiple: 'largest', max_candidates: 2 },
      }),
    'POST /v1/galleries/{gallery}/calibrate': () =>
      likeness.POST('/v1/galleries/{gallery}/calibrate', {
        params: { path: { gallery: 'friends' } },
        body: { fpir: 0.2 },
      }),
    'POST /v1/styles': () =>
      likeness.POST('/v1/styles', {
        body: { content: one, style: other, options: { levels: [{ size: 64, iterations: 3 }] } },
      }),
    'GET /v1/styles': () =>
      likeness.GET('/v1/styles'),
    'POST /v1/styles/estimate': () =>
      likeness.POST('/v1/styles/estimate', {
        body: { content: one, style: other, options: { levels: [{ size: 64, iterations: 3 }] } },
      }),
    'GET /v1/styles/{style}': () =>
      likeness.GET('/v1/styles/{style}', { params: { path: { style } } }),
    'DELETE /v1/styles/{style}': () =>
      likeness.DELETE('/v1/styles/{style}', { params: { path: { style } } }),
    'POST /v1/styles/{style}/steps': () =>
      likeness.POST('/v1/styles/{style}/steps', {
        params: { path: { style } },
        body: { from: 0, iterations: 2 },
      }),
    'GET /v1/styles/{style}/image': () =>
      likeness.GET('/v1/styles/{style}/image', { params: { path: { style } }, parseAs: 'blob' }),
    'GET /v1/styles/{style}/result': () =>
      likeness.GET('/v1/styles/{style}/result', { params: { path: { style } }, parseAs: 'blob' }),
    'GET /v1/styles/{style}/losses': () =>
      likeness.GET('/v1/styles/{style}/losses', { params: { path: { style } } }),
    'GET /v1/styles/{style}/events': () =>
      likeness.GET('/v1/styles/{style}/events', { params: { path: { style } }, parseAs: 'stream' }),
    'POST /v1/styles/{style}/cancel': () =>
      likeness.POST('/v1/styles/{style}/cancel', { params: { path: { style } } }),
    'POST /v1/styles/{style}/fork': () =>
      likeness.POST('/v1/styles/{style}/fork', {
        params: { path: { style } },
        body: { options: { beta: 40 } },
      }),
    'GET /v1/networks': () =>
      likeness.GET('/v1/networks'),
    'GET /v1/networks/{network}/layers': () =>
      likeness.GET('/v1/networks/{network}/layers', { params: { path: { network: 'inception-v3-mixed2' } } }),
    'POST /v1/networks/{network}/layers/{layer}/patches': () =>
      likeness.POST('/v1/networks/{network}/layers/{layer}/patches', {
        params: { path: { network: 'inception-v3-mixed2', layer: 'activation_5' } },
        body: { image: one, units: '15', size: 128 },
      }),
    'POST /v1/networks/{network}/layers/{layer}/activations': () =>
      likeness.POST('/v1/networks/{network}/layers/{layer}/activations', {
        params: { path: { network: 'inception-v3-mixed2', layer: 'activation_5' } },
        body: { image: one, units: '15', size: 128, as: 'json' },
      }),
    'GET /v1/networks/{network}/layers/{layer}/filters': () =>
      likeness.GET('/v1/networks/{network}/layers/{layer}/filters', {
        params: { path: { network: 'inception-v3-mixed2', layer: 'activation_5' } },
        parseAs: 'blob',
      }),
    'POST /v1/networks/{network}/layers/{layer}/maximise': () =>
      likeness.POST('/v1/networks/{network}/layers/{layer}/maximise', {
        params: { path: { network: 'inception-v3-mixed2', layer: 'activation_5' } },
        body: { options: { unit: 15, levels: [{ size: 64, iterations: 3 }] } },
      }),
    'POST /v1/networks/{network}/layers/{layer}/maximise/estimate': () =>
      likeness.POST('/v1/networks/{network}/layers/{layer}/maximise/estimate', {
        params: { path: { network: 'inception-v3-mixed2', layer: 'activation_5' } },
        body: { options: { unit: 15, levels: [{ size: 64, iterations: 3 }] } },
      }),
    'GET /v1/audit': () =>
      likeness.GET('/v1/audit'),
    'POST /v1/webhooks': () =>
      likeness.POST('/v1/webhooks', {
        body: { url: 'https://example.com/hooks/likeness', events: ['subject.enrolled'] },
      }),
    'GET /v1/webhooks': () =>
      likeness.GET('/v1/webhooks'),
    'GET /v1/webhooks/{webhook}': () =>
      likeness.GET('/v1/webhooks/{webhook}', { params: { path: { webhook } } }),
    'PATCH /v1/webhooks/{webhook}': () =>
      likeness.PATCH('/v1/webhooks/{webhook}', { params: { path: { webhook } }, body: { events: ['*'] } }),
    'DELETE /v1/webhooks/{webhook}': () =>
      likeness.DELETE('/v1/webhooks/{webhook}', { params: { path: { webhook } } }),
    'POST /v1/webhooks/{webhook}/rotate': () =>
      likeness.POST('/v1/webhooks/{webhook}/rotate', { params: { path: { webhook } } }),
    'POST /v1/webhooks/{webhook}/test': () =>
      likeness.POST('/v1/webhooks/{webhook}/test', { params: { path: { webhook } } }),
    'GET /v1/webhooks/{webhook}/deliveries': () =>
      likeness.GET('/v1/webhooks/{webhook}/deliveries', { params: { path: { webhook } } }),
    'GET /v1/webhooks/{webhook}/deliveries/{delivery}': () =>
      likeness.GET('/v1/webhooks/{webhook}/deliveries/{delivery}', {
        params: { path: { webhook, delivery } },
      }),
    'POST /v1/webhooks/{webhook}/deliveries/{delivery}/redeliver': () =>
      likeness.POST('/v1/webhooks/{webhook}/deliveries/{delivery}/redeliver', {
        params: { path: { webhook, delivery } },
      }),
    'GET /v1/health': () =>
      likeness.GET('/v1/health'),
    'GET /v1/health/ready': () =>
      likeness.GET('/v1/health/ready'),
    'GET /v1/models': () =>
      likeness.GET('/v1/models'),
  };
}
