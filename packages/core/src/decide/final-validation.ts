import type { Draft } from './draft.ts';
import { moveMission, moveRun } from './end-run.ts';
import { sendValidate } from './send-validate.ts';

/** Work is open again: what validates the run's end has come too early, and is called off. */
export function recallFinalValidation(draft: Draft): void {
  const { finalValidation, status, pausedFrom } = draft.run;
  if (!finalValidation?.isBegun) return;
  draft.setRun({ finalValidation: { index: finalValidation.index } });
  sendValidate(draft, finalValidation.index);
  if (draft.head.governance === 'PILOT') return;
  if (status === 'PAUSED' && pausedFrom === 'VALIDATING') draft.setRun({ pausedFrom: 'ACTIVE' });
  if (status !== 'VALIDATING') return;
  moveRun(draft, 'ACTIVE', {});
  moveMission(draft, 'ACTIVE');
}
