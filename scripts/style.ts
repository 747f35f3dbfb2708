// `npm run -s style -- content.jpg style.jpg -o out.png`: a picture in the style of others, by the service's own jobs.
import { styleCommand } from './style/command.ts';

try {
  await styleCommand().parseAsync();
} catch (error) {
  console.error(`style: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
