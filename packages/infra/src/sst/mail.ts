/** The identity of SES that mail comes from. It is not made here: proving that an address is one's own takes a person. */
import type { StageSettings } from '../stage-settings.ts';

/** Of the address and of its domain: either may be what was verified. */
export function mailArnsOf({ mailFrom }: StageSettings): $util.Output<string>[] {
  if (mailFrom === undefined) return [];
  const address = /<([^>]+)>$/.exec(mailFrom)?.[1] ?? mailFrom;
  const domain = address.split('@')[1] ?? address;
  const { accountId } = aws.getCallerIdentityOutput();
  const { name } = aws.getRegionOutput();
  return [address, domain].map(
    (identity) => $interpolate`arn:aws:ses:${name}:${accountId}:identity/${identity}`,
  );
}
