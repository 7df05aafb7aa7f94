export const variants = {
  http: {
    server: 'none',
    note: 'server apart, public GraphQL API over loopback HTTP, durable, events and idempotency keys on',
  },
};
