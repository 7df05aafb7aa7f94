import { builder } from './builder.ts';

/** Of the API; in step with the packages. */
export const VERSION = '0.0.0';

const Service = builder.objectRef<{ readonly version: string }>('Service').implement({
  description: 'The service that answers.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Its version.' }),
  }),
});

builder.queryField('service', (t) =>
  t.field({
    type: Service,
    description: 'What answers here. Needs no credential.',
    resolve: () => ({ version: VERSION }),
  }),
);
