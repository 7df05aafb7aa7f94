/**
 * The way to a socket that a gateway keeps for us.
 *
 * P1. A frame that was not sent for sure may have been sent all the same.
 * P2. Neither method takes longer than a few seconds, however slow the socket is.
 */
export interface SocketPush {
  /**
   * SENT: the gateway has it. GONE: there is no such socket any more, and never will be. FAILED: it took too long, or
   * the gateway could not take it; see P1. Rejects for nothing.
   */
  push(connectionId: string, frame: string): Promise<PushOutcome>;
  /** Closes the socket; one that is gone already is fine. Rejects for nothing. */
  close(connectionId: string): Promise<void>;
}

export type PushOutcome = 'SENT' | 'GONE' | 'FAILED';
