import { parseContractMarkdown } from '@muster/core/document/contract-markdown';
import { describe, expect, it } from 'vitest';

describe('a contract in Markdown', () => {
  it('holds one assertion for each list item that begins with a bold id', () => {
    const contract = [
      '# Sign-in',
      '',
      'What has to hold. **VAL-NOT-000**: is mentioned, not listed.',
      '- **VAL-AUTH-001**: A right password signs in.',
      '* **VAL-AUTH-002:** A wrong one does not.',
      '  - [x] **VAL-AUTH-003** Five wrong ones lock.',
      '- **Note**: not an assertion.',
      '- plain',
    ].join('\r\n');

    expect(parseContractMarkdown(contract)).toEqual([
      { id: 'VAL-AUTH-001', title: 'A right password signs in.' },
      { id: 'VAL-AUTH-002', title: 'A wrong one does not.' },
      { id: 'VAL-AUTH-003', title: 'Five wrong ones lock.' },
    ]);
  });

  it('keeps ids that look meant but are wrong, so that validation can name them', () => {
    expect(parseContractMarkdown('- **Val-auth-1**: Signs in.')).toEqual([
      { id: 'Val-auth-1', title: 'Signs in.' },
    ]);
  });

  it('is empty for a text without assertions', () => {
    expect(parseContractMarkdown('')).toEqual([]);
  });
});
