import { type DomainError, errorText } from '@muster/core/error-table';

/** What stood in the way of something that was to be done: deliver it again later. */
export class NotHandled extends Error {
  override readonly name = 'NotHandled';
  readonly domain: DomainError;

  constructor(domain: DomainError) {
    super(errorText(domain));
    this.domain = domain;
  }
}
