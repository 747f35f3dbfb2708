// Events as they are published, to be looked at; publishing fails as often as the test says.
import type { Event, Events } from '../../functions/core/events/event.ts';
import { Fault } from '../../functions/core/fault.ts';

export function heardEvents(): Events & { readonly heard: (Event & { tenant: string })[]; failures: number } {
  const fake = {
    heard: [] as (Event & { tenant: string })[],
    failures: 0,
    async publish(tenant: string, event: Event) {
      if (fake.failures-- > 0) throw new Fault('store_failed', 'The events are away.');
      fake.heard.push({ ...event, tenant });
    },
  };
  return fake;
}
