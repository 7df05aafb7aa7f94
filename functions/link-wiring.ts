/** Links that approve, where the stage has a key for them. */
import { signWith } from '@muster/api/link-signing';
import { type ApproveLinks, createApproveLinks } from '@muster/engine/approve-links';
import { log } from './observing.ts';
import { perhapsTold, told } from './surroundings.ts';

/** A key that is none costs the links, and nothing else. */
export function linksOf(): ApproveLinks | undefined {
  const key = perhapsTold('linkKey');
  if (key === undefined) return undefined;
  try {
    return createApproveLinks({ publicUrl: () => told('publicUrl'), sign: signWith(key) });
  } catch (error) {
    log.error({ err: error }, 'there are no links that approve');
    return undefined;
  }
}
