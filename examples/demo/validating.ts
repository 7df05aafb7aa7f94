/** How an agent of the demo validates: it asks what is to be true, looks, and says of each assertion what it saw. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@muster/client/connect';
import { isFailure } from '@muster/client/failure';
import {
  type ClaimLineFragment,
  ReportAssertionDocument,
  ValidationTaskDocument,
} from '@muster/client/generated/operations';
import { findingOf } from './deliverables.ts';

const LOOKING_MS = 150;

/** Reports each assertion that nothing is known of yet. Throws when the server refuses. */
export async function reportFindings(
  client: Client,
  attemptId: string,
  task: ClaimLineFragment['task'],
): Promise<void> {
  const { node } = await client.request(ValidationTaskDocument, { id: task.id });
  if (node?.__typename !== 'Task' || !node.purpose) throw new Error(`${task.title} validates nothing.`);
  const { round, validation } = node.purpose;
  for (const { id, name, status } of validation.assertions.nodes) {
    if (status === 'PASSING' || status === 'WAIVED') continue;
    await sleep(LOOKING_MS);
    const input = { assertionId: id, attemptId, ...findingOf(name, round) };
    const { reportAssertion } = await client.request(ReportAssertionDocument, { input });
    if (isFailure(reportAssertion)) throw new Error(`${name}: ${reportAssertion.message}`);
  }
}
