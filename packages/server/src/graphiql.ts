/** The page for browsers. It brings everything along: nothing is fetched from elsewhere. */
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const FIRST_QUERY = `# First put your key into "Headers" below:
#   { "Authorization": "Bearer mk_..." }
query Missions {
  missions(first: 10) {
    nodes { id title status progress }
  }
}
`;

export const GRAPHIQL = {
  renderGraphiQL,
  graphiql: {
    title: 'Muster',
    defaultQuery: FIRST_QUERY,
    // No header to begin with: the schema is there for everybody, and a wrong key would hide it.
    headers: '{}',
  },
};
