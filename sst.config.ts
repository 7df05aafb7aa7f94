/**
 * What `sst deploy` runs. SST's types come from `.sst/platform`, which `sst install` makes: see packages/infra/tsconfig.json
 * for editors, and tests/infra for the checks.
 */
export default $config({
  app: ({ stage }) => ({
    name: 'muster',
    home: 'aws',
    removal: stage === 'production' ? 'retain' : 'remove',
    protect: stage === 'production',
  }),
  async run() {
    const { createApplication } = await import('./packages/infra/src/sst/application.ts');
    return createApplication();
  },
});
