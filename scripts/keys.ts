// `npm run -s keys -- create|list|revoke`: the API keys of a service.
import { keysCommand } from './keys/command.ts';

try {
  await keysCommand(console.log).parseAsync();
} catch (error) {
  console.error(`keys: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
