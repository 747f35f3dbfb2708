// Origins of web pages, as whoever runs the service lists them.

/** Scheme, host, and port where it is not the scheme's own: as browsers write Origin (RFC 6454, 6.2). */
const ORIGIN = /^https?:\/\/(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::[1-9]\d{0,4})?$/;
const OWN_PORT = /^(?:http:.*:80|https:.*:443)$/;

/** A list by comma. @throws Error that names what no browser would ever send; `*` is none. */
export function originList(text: string): readonly string[] {
  const origins = text.split(',').map((each) => each.trim());
  const wrong = origins.find((origin) => !ORIGIN.test(origin) || OWN_PORT.test(origin));
  if (wrong === undefined) return origins;
  throw new Error(
    `"${wrong}" is not an origin as a browser sends it, like https://app.example or http://localhost:3000`,
  );
}
