// The service as a function of AWS Lambda, behind a function URL or an API Gateway.
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { isPostgresUrl } from './platform/postgres.ts';
import { readSettings, SettingsError } from './platform/settings-node.ts';
import { type NodeService, openNodeService } from './service-node.ts';

let opened: Promise<NodeService> | undefined;

/**
 * What goes on between requests is left to a server on the same database: a function is frozen when it has answered.
 * A payload of Lambda has 6 MB at most, of which base64 leaves 4.5 MB for a picture.
 */
export async function handler(event: LambdaEvent, context: LambdaContext) {
  opened ??= open().catch((error) => {
    opened = undefined; // the next request tries again
    throw error;
  });
  return handle((await opened).app)(event, context);
}

async function open(): Promise<NodeService> {
  const settings = readSettings(process.env);
  // Its disk is read-only or is gone with it, and galleries with that.
  if (!isPostgresUrl(settings.database) && settings.database !== 'memory')
    throw new SettingsError(
      'On Lambda LIKENESS_DATABASE is to be postgres://..., or memory to try it out: its files do not last.',
    );
  return openNodeService(settings);
}
