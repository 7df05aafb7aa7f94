/**
 * Stands in for `aws-xray-sdk-core` in bundles: what Powertools' tracer asks of it for the calls of our ports. The SDK
 * beside that traces HTTP and AWS by itself, follows what is going on through every callback, and chooses what is traced;
 * Lambda has chosen, and tells the trace of the invocation in its environment.
 *
 * Segments are sent as https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html has it
 * (2026-11-21), each as soon as it ends, to the daemon that Lambda runs.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

const HEADER = '{"format":"json","version":1}\n';

/** Of the function itself: Lambda sends it. */
class Segment {
  readonly trace_id: string;
  readonly id: string;
  readonly isSampled: boolean;

  constructor(header = '') {
    const parts = new URLSearchParams(header.replaceAll(';', '&'));
    this.trace_id = parts.get('Root') ?? '';
    this.id = parts.get('Parent') ?? '';
    this.isSampled = parts.get('Sampled') === '1' && this.trace_id !== '' && this.id !== '';
  }

  addNewSubsegment(name: string): Subsegment {
    return new Subsegment(name, this);
  }
}

class Subsegment {
  readonly #of: Segment;
  readonly #name: string;
  readonly #id = newId();
  readonly #startedAt = seconds();
  readonly #annotations: Record<string, unknown> = {};
  readonly #exceptions: object[] = [];

  constructor(name: string, of: Segment) {
    this.#name = name;
    this.#of = of;
  }

  addAnnotation(key: string, value: unknown): void {
    this.#annotations[key] = value;
  }

  addError(error: Error | string): void {
    const { name, message, stack } = typeof error === 'string' ? new Error(error) : error;
    this.#exceptions.push({ id: newId(), type: name, message, stack: framesOf(stack) });
  }

  close(): void {
    if (!this.#of.isSampled) return;
    const hasFailed = this.#exceptions.length > 0;
    const cause = { working_directory: process.cwd(), exceptions: this.#exceptions };
    send({
      type: 'subsegment',
      trace_id: this.#of.trace_id,
      parent_id: this.#of.id,
      id: this.#id,
      name: this.#name,
      start_time: this.#startedAt,
      end_time: seconds(),
      annotations: this.#annotations,
      ...(hasFailed ? { fault: true, cause } : {}),
    });
  }
}

/** The invocation's own, looked up each time: a process has many. Where several run at once, Lambda keeps them apart. */
function getSegment(): Segment {
  const { awslambda } = globalThis as {
    awslambda?: { InvokeStore?: { getXRayTraceId(): string | undefined } };
  };
  return new Segment(awslambda?.InvokeStore?.getXRayTraceId() ?? process.env._X_AMZN_TRACE_ID);
}

function framesOf(stack = ''): readonly object[] {
  return [...stack.matchAll(/^ +at (?:(.+) \()?(.+?):(\d+):\d+\)?$/gm)].map(([, label, path, line]) => ({
    path,
    line: Number(line),
    label: label ?? 'anonymous',
  }));
}

/** A socket for each: the process may sleep for hours between two of them. What is lost is lost to the trace only. */
function send(segment: object): void {
  const told = process.env.AWS_XRAY_DAEMON_ADDRESS ?? '127.0.0.1:2000';
  const [, host, port] = /(?:udp:)?([\d.]+):(\d+)$/.exec(told) ?? [];
  const socket = createSocket('udp4');
  socket.on('error', (error) => process.emitWarning(error)).unref();
  socket.send(HEADER + JSON.stringify(segment), Number(port), host, () => socket.close());
}

function newId(): string {
  return randomBytes(8).toString('hex');
}

function seconds(): number {
  return Date.now() / 1_000;
}

function leftOut(): never {
  throw new Error('This is left out of bundles.');
}

export default {
  Segment,
  getSegment,
  setSegment: () => {},
  getNamespace: () => ({ runAndReturn: <Value>(work: () => Value) => work() }),
  setContextMissingStrategy: () => {},
  setDaemonAddress: leftOut,
  setLogger: () => {},
  captureAWS: leftOut,
  captureAWSClient: leftOut,
  captureAWSv3Client: leftOut,
  captureAsyncFunc: leftOut,
  captureFunc: leftOut,
  captureHTTPsGlobal: leftOut,
};
