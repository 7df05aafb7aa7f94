/** What of the gateway's events is looked at. AWS types them one by one; these are the members they share. */
export interface GatewayEvent {
  readonly requestContext: {
    /** Chosen by the gateway; nobody can guess it. */
    readonly connectionId: string;
    /** Milliseconds since 1970. */
    readonly connectedAt: number;
    /** When the gateway got this, in milliseconds since 1970: tells the order of two messages of one socket. */
    readonly requestTimeEpoch: number;
    /** Of messages only. The same when one is handed over twice. */
    readonly messageId?: string | undefined;
  };
  /** Of `$connect` only. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

export interface GatewayAnswer {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
}

export function headerOf(event: GatewayEvent, name: string): string | undefined {
  const found = Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

export function bodyOf({ body = '', isBase64Encoded }: GatewayEvent): string {
  return isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body;
}
