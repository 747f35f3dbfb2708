// The service on Node: settings from the environment, and a server that ends without losing an answer.
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Fault } from './core/fault.ts';
import { whenSent } from './platform/sent-node.ts';
import { describeSettings, readSettings, type Settings, SettingsError } from './platform/settings-node.ts';
import { shownDatabase } from './platform/sql-database.ts';
import { openNodeService } from './service-node.ts';

/** How long a caller may take to send a request, milliseconds: one that is slow holds its place meanwhile. */
const requestMs = 60_000;

/**
 * How long a connection stays open between requests, milliseconds: longer than the 60 s for which balancers keep theirs,
 * since who closes first must be the one that asks; else a request meets a connection that is being closed.
 */
const idleMs = 65_000;

/** How long answers under way may take once the end is asked for, milliseconds. */
const graceMs = 10_000;

const help = `Likeness: whose face is this. Usage: npm start [-- --help]

Environment variables, with their defaults:
${describeSettings()}`;

const [argument] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') {
  console.log(help);
} else if (argument !== undefined) {
  console.error(`"${argument}" is not read: settings are environment variables.\n\n${help}`);
  process.exitCode = 1;
} else {
  start().catch((error: unknown) => {
    const expected = error instanceof SettingsError || error instanceof Fault;
    console.error(expected ? error.message : error);
    process.exitCode = 1;
  });
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  const service = await openNodeService(settings, whenSent);
  service.start();
  const serverOptions = { requestTimeout: requestMs, keepAliveTimeout: idleMs };
  const { host: hostname, port } = settings;
  const server = serve(
    // Node itself reads on what nobody wanted of a body, until requestMs. The library would close the connection after
    // half a second, whether or not a busy process had come to read what had arrived by then.
    { fetch: service.app.fetch, hostname, port, serverOptions, autoCleanupIncoming: false },
    (address) => console.log(welcome(address, settings, service.atRest)),
  );
  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(reasons[error.code ?? '']?.(settings) ?? error);
    process.exitCode = 1;
    void service.end();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      service.stopping();
      setTimeout(() => stop(server, service.end), settings.drainMs);
    });
}

/** Takes no new request, finishes those under way, closes the stores. A second signal ends at once, as signals do. */
function stop(server: ServerType, close: () => Promise<void>): void {
  const late = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), graceMs);
  server.close(() => {
    clearTimeout(late);
    void close();
  });
  if ('closeIdleConnections' in server) server.closeIdleConnections();
}

const reasons: Readonly<Record<string, (settings: Settings) => string>> = {
  EADDRINUSE: ({ host, port }) =>
    `${host}:${port} is in use already. PORT=${port + 1} npm start takes another port.`,
  EACCES: ({ host, port }) => `${host}:${port} may not be listened on by this user. Ports from 1024 up may.`,
  EADDRNOTAVAIL: ({ host }) => `HOST=${host} is not an address of this machine.`,
  ENOTFOUND: ({ host }) => `HOST=${host} is not a name of this machine.`,
};

/** Where it serves, and three commands that work as printed in the project's folder. */
function welcome(
  { address, family, port }: AddressInfo,
  { apiKey, encoder, database }: Settings,
  atRest: string,
): string {
  const anyAddress = address === '0.0.0.0' || address === '::';
  const url = `http://${anyAddress ? 'localhost' : family === 'IPv6' ? `[${address}]` : address}:${port}`;
  const key = apiKey === undefined ? '' : ` -H "Authorization: Bearer $LIKENESS_API_KEY"`;
  const samples = 'node_modules/@vladmandic/face-api/demo';
  const [one, other] = existsSync(samples)
    ? [`${samples}/sample1.jpg`, `${samples}/sample3.jpg`]
    : ['ONE.jpg', 'OTHER.jpg'];
  return `Likeness serves ${url} with ${encoder}, galleries in ${shownDatabase(database)}.
${atRest}

Three commands to try, in another terminal, in this folder:

Do the largest faces of two pictures show the same person?
  curl -s${key} -F a=@${one} -F b=@${other} ${url}/v1/verify

Make a gallery, and enrol the largest face of a picture as "robin":
  curl -s${key} -X PUT ${url}/v1/galleries/friends --next -s${key} -F image=@${one} -F on_multiple=largest ${url}/v1/galleries/friends/subjects/robin/faces

Who of the gallery is in another picture? Every face is known or unknown:
  curl -s${key} -F image=@${other} ${url}/v1/galleries/friends/recognize

A page to try it all on: ${url}/\nWhat else there is: ${url}/docs/`;
}
