// The types of the client: those of the document, where a file of a form is a Blob.
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';

const BLOB = ts.factory.createTypeReferenceNode('Blob');

const HEAD = `// Made by \`npx tsx scripts/client-types.ts\` of /openapi.json. Do not edit.\n`;

/** The same whatever the limits of the service are. */
export async function clientTypes(document: object): Promise<string> {
  const { paths, ...rest } = structuredClone(document) as {
    paths: Record<string, Record<string, Operation>>;
  };
  for (const item of Object.values(paths))
    for (const { requestBody } of Object.values(item)) if (requestBody) delete requestBody.description;
  const nodes = await openapiTypescript({ ...rest, paths } as unknown as OpenAPI3, {
    defaultNonNullable: false, // what has a default need not be sent
    transform: ({ format }) => (format === 'binary' ? BLOB : undefined),
  });
  return HEAD + astToString(nodes).replaceAll('    ', '  ');
}

type Operation = { readonly requestBody?: { description?: string } };
