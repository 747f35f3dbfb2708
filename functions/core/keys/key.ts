// An API key: the text its owner sends, and the record that is kept of it, which the text cannot be made from.
import { hexOf } from '../hex.ts';
import type { Scope } from './scopes.ts';

/** At most so many requests in so many seconds. */
export type Quota = { readonly requests: number; readonly seconds: number };

export type KeyRecord = {
  /** Public: it names the key in lists, and is a part of its text. */
  readonly id: string;
  /** Whose galleries and styles it reaches. */
  readonly tenant: string;
  readonly label: string | null;
  readonly scopes: readonly Scope[];
  /**
   * Of the whole text, lower-case hex. One round of SHA-256 is enough: slow hashes make guessing a password costly, and
   * of 2^192 secrets nobody guesses one, however quick the hash. A slow one would cost every request its time.
   */
  readonly sha256: string;
  /** Milliseconds since the epoch, as all of these. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** In place of the service's own; null leaves that. */
  readonly quota: Quota | null;
};

export type AskedKey = Pick<KeyRecord, 'tenant' | 'label' | 'scopes' | 'expiresAt' | 'quota'>;

export type KeyTools = {
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Lower-case hex of a text's SHA-256. */
  readonly sha256: (text: string) => Promise<string>;
  readonly now: () => number;
};

/** The prefix lets people and secret scanners tell what it is. */
const TEXT = /^lk_([0-9a-f]{16})_[0-9a-f]{48}$/;

const ID_BYTES = 8;
const SECRET_BYTES = 24; // 192 bits

/** A new key; `text` is told to its owner once, and never kept. */
export async function mintKey(
  asked: AskedKey,
  { random, sha256, now }: KeyTools,
): Promise<{ readonly text: string; readonly record: KeyRecord }> {
  const id = hexOf(random(ID_BYTES));
  const text = `lk_${id}_${hexOf(random(SECRET_BYTES))}`;
  const record = { id, ...asked, sha256: await sha256(text), createdAt: now(), revokedAt: null };
  return { text, record };
}

/** The id in a key's text; undefined when it is no key of ours. */
export function keyIdOf(text: string): string | undefined {
  return TEXT.exec(text)?.[1];
}

/** Why a key is no longer taken; undefined while it is. */
export function endOf(record: Pick<KeyRecord, 'expiresAt' | 'revokedAt'>, now: number) {
  if (record.revokedAt !== null) return 'revoked';
  return record.expiresAt !== null && record.expiresAt <= now ? 'expired' : undefined;
}

/** A tenant as a key may name it: it is part of names in stores, and is read by people. */
export function isTenant(text: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,62}$/.test(text);
}
