/**
 * Stands in for the rules by which an SDK client finds its service, in bundles: a function calls the services of its own
 * region by their usual names, or those that it is told.
 */

/** As the SDK asks; the names are its own. */
export interface EndpointParameters {
  readonly Endpoint?: string;
  readonly Region?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}

/** Where the names of a region end, by how its own begins; https://docs.aws.amazon.com/general/latest/gr/rande.html, 2026-11-21. */
const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/^cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^us-iso-/, 'c2s.ic.gov'],
  [/^us-isob-/, 'sc2s.sgov.gov'],
  [/^eu-isoe-/, 'cloud.adc-e.uk'],
  [/^us-isof-/, 'csp.hci.ic.gov'],
];

export function regionalEndpoints(service: string) {
  return ({ Endpoint, Region = '', UseFIPS, UseDualStack }: EndpointParameters) => {
    if (UseFIPS || UseDualStack) {
      throw new Error('Endpoints for FIPS and for IPv6 are left out of bundles.');
    }
    const [, suffix] = SUFFIXES.find(([region]) => region.test(Region)) ?? [undefined, 'amazonaws.com'];
    const url = new URL(Endpoint ?? `https://${service}.${Region}.${suffix}`);
    return { url, headers: {}, properties: {} };
  };
}
