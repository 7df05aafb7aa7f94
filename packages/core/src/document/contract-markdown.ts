/**
 * A validation contract written as Markdown: one list item for each assertion, `- **VAL-AUTH-001**: text`. Headings,
 * prose and list items that name no id are left alone, so that a contract can be a readable page.
 */

export interface ContractLine {
  readonly id: string;
  readonly title: string;
}

/** A bullet, perhaps a tick box, a bold word, a colon within or behind the bold, the claim. */
const ASSERTION_LINE = /^\s{0,12}[-*+]\s+(?:\[[ xX]\]\s+)?\*\*([^*\s]{1,200})\*\*(.*)$/;

/** A bold word that is meant as an id: upper case, with a hyphen and a number. Others are emphasis. */
const LOOKS_LIKE_ID = /^[A-Z][A-Za-z0-9_]*-.*\d$/;

/** The assertions in the order of the text, ids as they stand (also bad and repeated ones: validation tells). */
export function parseContractMarkdown(markdown: string): readonly ContractLine[] {
  const lines: ContractLine[] = [];
  for (const line of markdown.split(/\r?\n/)) {
    const match = ASSERTION_LINE.exec(line);
    const id = match?.[1]?.replace(/:$/, '');
    if (id === undefined || !LOOKS_LIKE_ID.test(id)) continue;
    lines.push({ id, title: (match?.[2] ?? '').replace(/^\s*:/, '').trim() });
  }
  return lines;
}
