// The secrets that an endpoint's messages are signed with: one, and beside it the one before for a day.
// This is the one place that writes secrets for the store and reads them again.
import { encodeBase64 } from '../base64.ts';

/** As its owner has it: `whsec_` and base64 of 32 bytes, of the 24 to 64 that Standard Webhooks allows. */
export type Secret = {
  readonly key: string;
  /** Milliseconds since the epoch; null for the newest, which has no end. */
  readonly until: number | null;
};

const SECRET_BYTES = 32;

/** How long an old secret goes on signing beside the new one. */
const OVERLAP_MS = 24 * 60 * 60_000;

/** Whoever rotates again within the overlap loses the oldest: headers stay short. */
const MOST_SECRETS = 3;

export function newSecret(randomBytes: (length: number) => Uint8Array): Secret {
  return { key: `whsec_${encodeBase64(randomBytes(SECRET_BYTES))}`, until: null };
}

/** The new one first. */
export function rotated(secrets: readonly Secret[], fresh: Secret, now: number): readonly Secret[] {
  const old = liveSecrets(secrets, now).map(({ key, until }) => ({ key, until: until ?? now + OVERLAP_MS }));
  return [fresh, ...old].slice(0, MOST_SECRETS);
}

export function liveSecrets(secrets: readonly Secret[], now: number): readonly Secret[] {
  return secrets.filter(({ until }) => until === null || until > now);
}

export function packSecrets(secrets: readonly Secret[]): string {
  return JSON.stringify(secrets);
}

export function unpackSecrets(text: string): readonly Secret[] {
  return JSON.parse(text) as readonly Secret[];
}
