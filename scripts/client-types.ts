// `npx tsx scripts/client-types.ts`: writes what is made of the document: client/api.d.ts with the types of every call,
// and docs/calls.md with examples/every-call.ts, every call in curl and TypeScript.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { callsPage, type Document, everyCall } from './client/calls-page.ts';
import { clientTypes } from './client/types.ts';
import { openService } from './open-service.ts';

const app = await openService();
const document = (await (await app.request('/openapi.json')).json()) as Document;
const made = {
  'client/api.d.ts': await clientTypes(document),
  'docs/calls.md': callsPage(document),
  'examples/every-call.ts': everyCall(document),
};
for (const [name, text] of Object.entries(made)) {
  await writeFile(fileURLToPath(new URL(`../${name}`, import.meta.url)), text);
  console.log(name);
}
