/** What the port of the store promises, as tests that every engine passes. */
import { describe } from 'vitest';
import { describeBounds } from './bounds.ts';
import { describeCommits } from './commits.ts';
import { describeFeed } from './feed.ts';
import { describeIndexes } from './indexes.ts';
import { describePages } from './pages.ts';
import type { OpenStore } from './store-under-test.ts';

export function describeStore(name: string, openStore: OpenStore): void {
  describe(`${name} keeps the contract of the store`, () => {
    describeCommits(openStore);
    describePages(openStore);
    describeIndexes(openStore);
    describeFeed(openStore);
    describeBounds(openStore);
  });
}
