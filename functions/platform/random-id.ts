// Ids that nobody can guess: 122 random bits as 32 characters of hex.

export function randomId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
