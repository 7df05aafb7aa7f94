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
