/** What the last deployment from this folder told: names of its table and queues. */
import { readFile } from 'node:fs/promises';
import { BadOption, readOptions } from '@muster/api/program-options';

const FILE = '.sst/outputs.json';

/** Ends the program with its usage when nobody has deployed from here. */
export async function stageOutputs(usage: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(FILE, 'utf8').catch(() => undefined);
  return readOptions(usage, () => {
    if (text === undefined)
      throw new BadOption(`Nothing was deployed from here (no ${FILE}): name the --table.`);
    const outputs: unknown = JSON.parse(text);
    if (typeof outputs !== 'object' || outputs === null) throw new BadOption(`${FILE} holds no outputs.`);
    return Object.fromEntries(Object.entries(outputs).filter(([, value]) => typeof value === 'string'));
  });
}
