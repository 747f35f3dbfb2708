// Every picture of a run embedded once, by as many processes as there are cores; the result does not depend on how many.
import { fork } from 'node:child_process';
import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EncoderChoice } from '../open-faces.ts';
import { startProgress } from '../progress.ts';
import type { Answer, Embedding } from './embed-worker.ts';
import type { FaceRule } from './face-rule.ts';

export type Embeddings = ReadonlyMap<string, Embedding>;

const WORKER = fileURLToPath(new URL('./embed-worker.ts', import.meta.url));

/** @throws Error naming files that are not there, before any work. */
export async function embedAll(
  files: readonly string[],
  { encoder, like, face, jobs = availableParallelism() }: EncoderChoice & { face: FaceRule; jobs?: number },
): Promise<Embeddings> {
  const wanted = [...new Set(files)];
  await refuseMissing(wanted);
  const progress = startProgress(`Embedding with ${encoder}`, wanted.length);
  const queue = wanted.values();
  const found = new Map<string, Embedding>();
  const workers = Array.from({ length: Math.min(jobs, wanted.length) }, () =>
    drain(queue, [encoder, face, ...(like ? [like] : [])], ({ file, embedding }) => {
      found.set(file, embedding);
      progress.tick();
    }),
  );
  try {
    await Promise.all(workers);
  } finally {
    progress.stop();
  }
  return found;
}

/** Pictures without a vector: how many showed no face, and how many could not be read as a picture. */
export function missingIn(embeddings: Embeddings): { withoutFace: number; unreadable: number } {
  const codes = [...embeddings.values()].flatMap((embedding) =>
    'missing' in embedding ? [embedding.missing] : [],
  );
  const withoutFace = codes.filter((code) => code === 'no_face').length;
  return { withoutFace, unreadable: codes.length - withoutFace };
}

export function vectorOf(embeddings: Embeddings, file: string): Float32Array | null {
  const embedding = embeddings.get(file);
  if (embedding === undefined) throw new Error(`${file} was not embedded.`);
  return 'vector' in embedding ? embedding.vector : null;
}

function drain(queue: Iterator<string>, args: string[], done: (answer: Answer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = fork(WORKER, args, {
      serialization: 'advanced',
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    worker.on('error', reject);
    worker.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`An embedding process ended with ${signal ?? `status ${code}`}.`));
    });
    worker.on('message', (message: Answer | 'ready') => {
      if (message !== 'ready') done(message);
      const next = queue.next();
      if (next.done) worker.disconnect();
      else worker.send(next.value);
    });
  });
}

async function refuseMissing(files: readonly string[]): Promise<void> {
  const there = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  const absent = files.filter((_, i) => !there[i]);
  if (absent.length > 0) {
    throw new Error(`${absent.length} of ${files.length} pictures are not there, the first is ${absent[0]}.`);
  }
}
