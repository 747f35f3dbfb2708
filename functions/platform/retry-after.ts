// How long a server asks to be left alone.

/** RFC 9110, 10.2.3; of seconds alone, since a date needs the server's clock to be right. 0 where it asks for nothing. */
export function retryAfterMs(header: string | null | undefined): number {
  return header && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : 0;
}
