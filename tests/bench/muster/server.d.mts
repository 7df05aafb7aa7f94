export interface StartedServer {
  readonly url: string;
  readonly key: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export function startServer(folder: string): Promise<StartedServer>;
