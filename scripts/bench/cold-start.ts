// Cold start: from starting the Node service to its first answers, on the wall clock, with nothing in its store.
import { startService } from './service.ts';

export type ColdStart = {
  /** To the first 200 of /v1/health. */
  readonly healthMs: number;
  /** To the answer of a verify of two pictures, asked as soon as it was healthy: the models are opened by then. */
  readonly verifyMs: number;
  /** The most memory the process ever held, after a verify and an embed of each sample photograph; null off Linux. */
  readonly peakRssMb: number | null;
};

/** @throws Error when the service is not healthy within a minute or refuses the pictures. */
export async function coldStart(
  [a, b]: readonly Uint8Array[],
  samples: readonly Uint8Array[],
): Promise<ColdStart> {
  const started = performance.now();
  const service = await startService();
  try {
    const { url } = service;
    const healthMs = performance.now() - started;
    await post(`${url}/v1/verify`, verifyForm(a, b));
    const verifyMs = performance.now() - started;
    for (const sample of samples)
      await post(`${url}/v1/embed`, new Blob([Uint8Array.from(sample)], { type: 'image/jpeg' }));
    return { healthMs, verifyMs, peakRssMb: await service.memoryMb('VmHWM') };
  } finally {
    await service.stop();
  }
}

export function verifyForm(a: Uint8Array, b: Uint8Array): FormData {
  const form = new FormData();
  form.set('a', new Blob([Uint8Array.from(a)], { type: 'image/jpeg' }), 'a.jpg');
  form.set('b', new Blob([Uint8Array.from(b)], { type: 'image/jpeg' }), 'b.jpg');
  return form;
}

async function post(url: string, body: FormData | Blob): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${answer}`);
}
