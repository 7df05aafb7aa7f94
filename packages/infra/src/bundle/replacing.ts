/** How a file of a dependency is made smaller. */

const LEFT_OUT = "function leftOut() { throw new Error('This is left out of bundles.'); }\n";

export function contents(text: string): () => string {
  return () => text;
}

/** Whoever calls one of the functions is told. */
export function absent(...names: readonly string[]): () => string {
  return contents(`${LEFT_OUT}export { ${names.map((name) => `leftOut as ${name}`).join(', ')} };`);
}
