// What a key may be allowed to do: few words, each for a kind of calls. functions/http/scopes.ts says which call wants which.

export const SCOPES = ['faces:read', 'faces:write', 'styles', 'networks', 'audit', 'webhooks'] as const;

export type Scope = (typeof SCOPES)[number];

/** For people who choose. */
export const ABOUT_SCOPES: Readonly<Record<Scope, string>> = {
  'faces:read': 'detect, embed, verify, recognize; read galleries and subjects',
  'faces:write': 'make and delete galleries, enrol, rename and forget subjects, calibrate',
  styles: 'style transfers and maximised units: make, step, watch, delete',
  networks: "look into the networks' layers",
  audit: 'read who did what to whose face',
  webhooks: 'say who is told of events, and read their deliveries',
};

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
