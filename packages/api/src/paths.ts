/** Where GraphQL is answered, over HTTP and over WebSocket. */
export const GRAPHQL_PATH = '/graphql';
