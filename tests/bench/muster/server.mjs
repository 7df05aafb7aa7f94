// The server in its own process, as a user starts it, on a free port and the given folder.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

const REPOSITORY = process.env.MUSTER_REPOSITORY ?? path.resolve(import.meta.dirname, '../../..');

export async function startServer(folder) {
  const port = await freePort();
  const node = path.join(REPOSITORY, 'node_modules/.bin/node');
  const main = path.join(REPOSITORY, 'packages/server/src/main.ts');
  const started = spawn(node, [main], {
    env: { ...process.env, MUSTER_DATA: folder, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const orphaned = () => started.kill('SIGKILL');
  process.once('exit', orphaned);
  started.once('exit', () => process.off('exit', orphaned));
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilHealthy(`http://127.0.0.1:${port}/health`, started);
  return {
    url,
    pid: started.pid,
    key: fs.readFileSync(path.join(folder, 'key'), 'utf8').trim(),
    stop: () => stopped(started),
  };
}

function stopped(child) {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

async function untilHealthy(url, child) {
  for (let tries = 0; tries < 4_000; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (await isHealthy(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the server did not become healthy within 40 s');
}

/** Up, and done with rehearsing. */
function isHealthy(url) {
  return new Promise((resolve) => {
    const call = http.get(url, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve(answer.statusCode === 200 && JSON.parse(text).isWarm === true));
    });
    call.on('error', () => resolve(false));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
