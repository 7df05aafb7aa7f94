/** What SST's components ask the SST CLI for while they run, answered as for a stage that was never deployed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RpcServer {
  readonly url: string;
  close(): void;
}

const BOOTSTRAP = {
  asset: 'planned-assets',
  assetEcrUrl: 'planned',
  assetEcrRegistryId: '000000000000',
  state: 'planned-state',
  appsyncHttp: 'planned',
  appsyncRealtime: 'planned',
};

export async function startRpcServer(): Promise<RpcServer> {
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => response.end(JSON.stringify(answer(text))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function answer(text: string): { readonly result: unknown } | { readonly error: string } {
  const { method, params } = JSON.parse(text);
  switch (method) {
    case 'Provider.Aws.Bootstrap':
      return { result: BOOTSTRAP };
    case 'Runtime.Build':
      // With a bundle of our own nothing is left to build.
      return { result: { handler: params[0].handler, out: params[0].bundle, errors: [], sourcemaps: [] } };
    default:
      return { error: `rpc: can't find ${method}` };
  }
}
