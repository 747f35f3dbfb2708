// What encryption costs: a gallery's index warmed, and a face enrolled, with templates sealed and in the clear.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import { createVault } from '../../functions/core/vault/envelope.ts';
import { nodeCipher } from '../../functions/platform/cipher-node.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { sealSome } from '../../functions/platform/vault-sql.ts';

export type VaultBenchOptions = { readonly faces: number; readonly rounds: number };

const DIMENSIONS = 128;
const AT = { tenant: 'bench', gallery: 'g' };
const ENCODER = 'bench-128';
const LIMIT = { maxFacesPerGallery: 1e7 };
const ROWS = 500;
const ENROLMENTS = 200;

/** CPU milliseconds: user and system, all threads. One face a subject, which is the most keys. */
export async function benchVault({ faces, rounds }: VaultBenchOptions): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'));
  const vault = createVault(nodeCipher, { first: 'k', byId: new Map([['k', nodeCipher.newKey()]]) });
  const found: Record<string, number> = {};
  try {
    for (const count of [Math.floor(faces / 10), faces]) {
      const files = { clear: join(folder, `${count}-clear.db`), sealed: join(folder, `${count}-sealed.db`) };
      for (const file of Object.values(files)) await fill(file, count);
      const db = await openSqlite(files.sealed);
      found[`${count} faces: sealed, ms`] = await cpu(async () => {
        while ((await sealSome(db, vault, ROWS)) > 0);
      });
      await db.destroy();
      const times: Record<string, number[]> = { clear: [], sealed: [] };
      for (let round = 0; round < rounds; round++) {
        for (const [kind, file] of Object.entries(files)) {
          const store = createSqlGalleryStore(await openSqlite(file), {
            ...LIMIT,
            vault: kind === 'sealed' ? vault : undefined,
          });
          const search = createGallerySearch({ galleries: store });
          times[kind].push(await cpu(() => search.snapshot(AT)));
          await store.close();
        }
      }
      for (const [kind, all] of Object.entries(times))
        found[`${count} faces: warm, ${kind}, ms`] = median(all);
    }
    Object.assign(found, await enrolments(folder, vault, rounds));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return found;
}

async function enrolments(folder: string, vault: ReturnType<typeof createVault>, rounds: number) {
  const stores = {
    clear: createSqlGalleryStore(await openSqlite(join(folder, 'e-clear.db')), LIMIT),
    sealed: createSqlGalleryStore(await openSqlite(join(folder, 'e-sealed.db')), { ...LIMIT, vault }),
  };
  const times: Record<string, number[]> = { clear: [], sealed: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [kind, store] of Object.entries(stores)) {
      await store.putGallery(AT, { encoder: ENCODER }, 1);
      const spent = await cpu(async () => {
        for (let i = 0; i < ENROLMENTS; i++) {
          const id = `${round}-${i}`;
          const faces = [{ id, template: vectorOf(i), quality: 1 }];
          await store.enrol(AT, { subject: id, encoder: ENCODER, faces }, 1);
        }
      });
      times[kind].push(spent / ENROLMENTS);
    }
  }
  for (const store of Object.values(stores)) await store.close();
  return {
    'a face of a new subject enrolled, clear, ms': median(times.clear),
    'a face of a new subject enrolled, sealed, ms': median(times.sealed),
  };
}

/** One face a subject, in the clear. */
async function fill(file: string, count: number): Promise<void> {
  const db = await openSqlite(file);
  const store = createSqlGalleryStore(db, LIMIT);
  await store.putGallery(AT, { encoder: ENCODER }, 1);
  await db.transaction().execute(async (trx) => {
    const { born } = await trx.selectFrom('galleries').select('born').executeTakeFirstOrThrow();
    for (let first = 0; first < count; first += ROWS) {
      const ids = Array.from({ length: Math.min(ROWS, count - first) }, (_, i) => first + i);
      const nothing = { name: null, created_at: 1, sealed_key: null, consent: null, expires_at: null };
      await trx
        .insertInto('subjects')
        .values(ids.map((id) => ({ born, subject: `s${id}`, ...nothing })))
        .execute();
      const faces = ids.map((id) => ({
        born,
        face: `f${id}`,
        subject: `s${id}`,
        version: Number(born) + 1 + id,
        created_at: 1,
        quality: 1,
        template: new Uint8Array(vectorOf(id).buffer),
      }));
      await trx.insertInto('faces').values(faces).execute();
    }
    await trx
      .updateTable('galleries')
      .set({ version: Number(born) + count, faces: count })
      .execute();
  });
  await store.close();
}

/** A unit vector; what it points to does not matter here. */
function vectorOf(seed: number): Float32Array {
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, i) => Math.sin(seed * 1.7 + i * (1 + seed)));
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

async function cpu(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
